import type { Operator } from '../../../src/engine/operator.ts'
import type { Operation, RequestSnapshot } from '../../../src/engine/ports/access.ts'
import type { Change, SearchPage, SearchPlan, Store, Version } from '../../../src/engine/ports/store.ts'
import { holds } from '../../../src/engine/search/holds.ts'
import { parseCondition } from '../../../src/engine/search/parse-condition.ts'
import { createDocuments } from '../../../src/host/documents.ts'
import { createMemory } from '../../../src/host/memory.ts'
import type { JsonObject } from '../../../src/kernel/json.ts'
import type { Log } from '../../../src/kernel/log.ts'
import { createPolicyAccess } from '../../../src/policies/decisions/create-policy-access.ts'
import type { Registry, ResourceType } from '../../../src/schema/registry.ts'

export interface FakeStore {
  readonly store: Store
  readonly documents: Map<string, JsonObject>
  trusted: boolean
  searches: number
  /** Awaited by every search after it has read: lets a test change things while a load is under way. */
  gate: Promise<void>
  change(change: Change | null): void
}

export function createFakeStore(resources: readonly JsonObject[] = [], pageLimit = 2): FakeStore {
  const listeners = new Set<(change: Change | null) => void>()
  const documents = new Map(resources.map((one) => [`${one.resourceType}/${one.id}`, one]))
  const search = async (plan: SearchPlan): Promise<SearchPage> => {
    fake.searches += 1
    const found = [...documents.values()]
      .filter(
        (one) =>
          one.resourceType === plan.type && holds(plan.where, one) && String(one.id) > (plan.after?.id ?? ''),
      )
      .sort((one, other) => (String(one.id) < String(other.id) ? -1 : 1))
    const count = Math.min(plan.count, pageLimit)
    const versions = found.slice(0, count).map(toVersion)
    const [hasMore, last] = [found.length > count, versions.at(-1)]
    const page = { versions, hasMore, ...(hasMore && last && { next: { values: [], id: last.id } }) }
    await fake.gate
    return page
  }
  const store: Partial<Store> = {
    search,
    read: async (type, id) => {
      const found = documents.get(`${type}/${id}`)
      return found === undefined ? null : toVersion(found)
    },
    watch(listener) {
      listeners.add(listener)
      return { isTrusted: () => fake.trusted, stop: () => listeners.delete(listener) }
    },
  }
  const fake: FakeStore = {
    store: store as Store,
    documents,
    trusted: true,
    searches: 0,
    gate: Promise.resolve(),
    change(change) {
      for (const listener of listeners) listener(change)
    },
  }
  return fake
}

function toVersion(resource: JsonObject): Version {
  const { resourceType, id } = resource
  const text = JSON.stringify(resource)
  return {
    type: String(resourceType),
    id: String(id),
    versionId: '1',
    lastUpdated: 0,
    status: 'created',
    text,
  }
}

export const registry = createFakeRegistry({
  Client: [['secret'], ['auth', 'key']],
  User: [['password']],
  Role: [],
  AccessPolicy: [],
})

function createFakeRegistry(secretPaths: Record<string, string[][]>): Registry {
  const user = { name: 'user', type: 'reference', path: 'user' }
  const types = Object.entries(secretPaths).map(([type, paths]) => {
    return { type, secretPaths: paths, search: new Map([['user', user]]) } as unknown as ResourceType
  })
  return { types, get: (name) => types.find(({ type }) => type === name) }
}

export function createRecordingLog(): Log & { readonly lines: { message: string; fields: unknown }[] } {
  const lines: { message: string; fields: unknown }[] = []
  const add = (message: string, fields?: Record<string, unknown>) => void lines.push({ message, fields })
  return { lines, debug: add, info: add, warn: add, error: add }
}

export function snapshot(changes: Partial<RequestSnapshot> = {}): RequestSnapshot {
  return {
    method: 'GET',
    scheme: 'https',
    path: '/fhir/Patient/p1',
    queryString: undefined,
    headers: new Headers(),
    remoteAddress: '10.0.0.1',
    requestId: 'r1',
    ...changes,
  }
}

export function operation(changes: Partial<Operation> = {}): Operation {
  return { id: 'FhirRead', type: 'Patient', resourceId: 'p1', query: [], request: snapshot(), ...changes }
}

/** The documents service and the memory over a fake store, for reading. */
export function hostOf(store: Store) {
  const memory = createMemory(store)
  const documents = createDocuments({
    ...{ memory, registry, store, engine: {} as Operator, watchedTypes: new Set(['AccessPolicy']) },
    parseWhere: (type, query) => ({ where: parseCondition(type, query, { baseUrl: '', now: 0 }) }),
  })
  return { memory, documents, registry }
}

/** Policies that allow unless they say otherwise; their ids are p0, p1, … */
export function accessOf(...resources: JsonObject[]) {
  const fake = createFakeStore(
    resources.map((policy, index) => ({
      resourceType: 'AccessPolicy',
      id: `p${index}`,
      engine: 'allow',
      ...policy,
    })),
  )
  const log = createRecordingLog()
  return { fake, log, access: createPolicyAccess({ ...hostOf(fake.store), log }) }
}

export const link = (...references: string[]) => references.map((reference) => ({ reference }))
