/** What a decision costs, and what an edit, with many policies: `bun bench/policies.ts`. No server and no database. */
import type { Caller, Operation, RequestSnapshot } from '../src/engine/ports/access.ts'
import type { Change } from '../src/engine/ports/store.ts'
import { createMemory } from '../src/host/memory.ts'
import type { JsonObject } from '../src/kernel/json.ts'
import { silentLog } from '../src/kernel/log.ts'
import type { DocumentReader } from '../src/plugin.ts'
import { compilePolicy } from '../src/policies/compile-policy.ts'
import { createPolicyAccess } from '../src/policies/decisions/create-policy-access.ts'
import { openPolicyBook } from '../src/policies/decisions/policy-book.ts'

const registry = { get: () => undefined, types: [] }

interface Stored {
  readonly id: string
  readonly versionId: string
  readonly resource: JsonObject
}

function openHost(policies: readonly JsonObject[]) {
  const listeners: ((change: Change | null) => void)[] = []
  const stored: Stored[] = policies.map((resource, at) => ({ id: `p${at}`, versionId: '1', resource }))
  const memory = createMemory({
    watch(listener) {
      listeners.push(listener)
      return { isTrusted: () => true, stop() {} }
    },
  })
  const documents = { all: async () => [...stored] } as unknown as DocumentReader
  const edit = (at: number, versionId: string) => {
    stored[at] = { ...(stored[at] as Stored), versionId }
    for (const listener of listeners) listener({ type: 'AccessPolicy', id: `p${at}` })
  }
  return { memory, documents, registry, log: silentLog, edit }
}

const user = { resourceType: 'User', id: 'ann' }
const caller: Caller = { name: 'User/ann', user, roles: [], actsForUserAlone: true }

const request: RequestSnapshot = {
  ...{ method: 'GET', scheme: 'https', path: '/Patient/p1', queryString: undefined, headers: new Headers() },
  ...{ remoteAddress: '127.0.0.1', requestId: 'r' },
}
const read: Operation = { id: 'FhirRead', type: 'Patient', resourceId: 'p1', query: [], request }

const types = Array.from({ length: 50 }, (_, at) => (at === 0 ? 'Patient' : `Type${at}`))
const operations = ['FhirRead', 'FhirSearch', 'FhirUpdate', 'FhirCreate']

/** For everybody: an operation on a type, for one user each. None of them is the caller. */
function ofEverybody(count: number): JsonObject[] {
  return Array.from({ length: count }, (_, at) => ({
    engine: 'matcho',
    matcho: {
      operation: { id: operations[at % operations.length] ?? '' },
      params: { 'resource/type': types[Math.floor(at / operations.length) % types.length] ?? '' },
      user: { id: `user-${at}` },
    },
  }))
}

/** As above, all of them for the very operation that is asked for. */
function ofOneOperation(count: number): JsonObject[] {
  return ofEverybody(count).map((policy, at) => ({
    ...policy,
    matcho: {
      operation: { id: 'FhirRead' },
      params: { 'resource/type': 'Patient' },
      user: { id: `user-${at}` },
    },
  }))
}

function linkedElsewhere(count: number): JsonObject[] {
  return ofEverybody(count).map((policy, at) => ({ ...policy, link: [{ reference: `User/user-${at}` }] }))
}

function spentUs(work: () => void, times: number): number {
  const before = process.cpuUsage()
  for (let time = 0; time < times; time++) work()
  const { user: own, system } = process.cpuUsage(before)
  return (own + system) / times
}

async function measure(name: string, policies: readonly JsonObject[]): Promise<string> {
  const grant = { engine: 'matcho', link: [{ reference: 'User/ann' }], matcho: { user: { id: 'ann' } } }
  const host = openHost([...policies, grant])
  const access = createPolicyAccess(host)
  await access.decide(caller, read)
  const decide = (who: Caller) => () => void access.decide(who, read)
  const times = 2000
  spentUs(decide(caller), times)
  const known = spentUs(decide(caller), times)
  // A caller that was never seen has nothing remembered.
  const fresh = spentUs(() => decide({ ...caller })(), times)
  const compiled: string[] = []
  const book = openPolicyBook({
    ...host,
    compile(resource) {
      compiled.push(String(resource.id))
      return compilePolicy(resource)
    },
  })
  await book.current()
  const first = compiled.length
  host.edit(0, '2')
  const startedAt = performance.now()
  await book.current()
  const editMs = performance.now() - startedAt
  return `| ${name} | ${known.toFixed(1)} | ${fresh.toFixed(1)} | ${compiled.length - first} | ${editMs.toFixed(1)} |`
}

console.log('| policies | decision, µs | of a new caller, µs | compiled for an edit | edit, ms |')
console.log('| --- | --- | --- | --- | --- |')
console.log(await measure('1 of its own', []))
console.log(await measure('1,000 of everybody', ofEverybody(1000)))
console.log(await measure('1,000 of everybody for this operation and type', ofOneOperation(1000)))
console.log(await measure('10,000 of everybody', ofEverybody(10_000)))
console.log(await measure('10,000 linked elsewhere', linkedElsewhere(10_000)))
