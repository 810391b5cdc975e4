import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import type { JsonObject } from '../../../src/kernel/json.ts'
import { silentLog } from '../../../src/kernel/log.ts'
import { compilePolicy } from '../../../src/policies/compile-policy.ts'
import { openPolicyBook, type PolicyBook } from '../../../src/policies/decisions/policy-book.ts'
import { AccessPolicy } from '../../../src/policies/resources/AccessPolicy.ts'
import { type DocumentsFixture, openDocuments } from '../../support/documents-fixture.ts'
import { bePatient } from '../../support/patience.ts'

await bePatient()

const many = 200
const sliceMs = 5

let fixture: DocumentsFixture
let book: PolicyBook
let compiled: string[]
/** Milliseconds of compiling between two turns of the event loop, without the last policy: it cannot be cut. */
let slices: number[]

before(async () => {
  fixture = await openDocuments({ types: [AccessPolicy] })
  await Promise.all(Array.from({ length: many }, (_, at) => write(at)))
  // The first schema makes the compiler itself.
  compilePolicy({ id: 'first', ...toPolicy(0) })
})
after(() => fixture.close())

beforeEach(() => {
  compiled = []
  slices = [0]
  const parts = { documents: fixture.documents, memory: fixture.memory, log: silentLog }
  book = openPolicyBook({ ...parts, compile, pause })
})

let last = 0
function compile(resource: JsonObject) {
  compiled.push(String(resource.id))
  slices.push((slices.pop() ?? 0) + last)
  const startedAt = performance.now()
  const result = compilePolicy(resource)
  last = performance.now() - startedAt
  return result
}

async function pause(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 0))
  last = 0
  slices.push(0)
}

const idOf = (at: number) => `p${String(at).padStart(3, '0')}`

function toPolicy(at: number): JsonObject {
  const id = { type: 'string', pattern: `^u${at}[a-z]+$` }
  const user = { type: 'object', required: ['id'], properties: { id } }
  const schema = { type: 'object', required: ['user'], properties: { user } }
  return { resourceType: 'AccessPolicy', engine: 'json-schema', schema }
}

async function write(at: number, more: JsonObject = {}): Promise<void> {
  const id = idOf(at)
  const text = JSON.stringify({ ...toPolicy(at), id, ...more })
  await fixture.store.write({ type: 'AccessPolicy', id, text, expect: { kind: 'any' } })
}

describe('compiling many policies', () => {
  it('lets the process do other things every few milliseconds, and everybody waits for one load', async () => {
    let turns = 0
    const timer = setInterval(() => (turns += 1), 1)
    const [one, other] = await Promise.all([book.current(), book.current()])
    clearInterval(timer)
    assert.equal(one, other)
    assert.equal(one.global.all.length, many)
    assert.equal(compiled.length, many)
    assert.deepEqual(
      slices.filter((ms) => ms > sliceMs),
      [],
    )
    assert.ok(turns >= slices.length / 2, `${turns} turns in ${slices.length} slices`)
  })

  it('is done for one when one is edited', async () => {
    await book.current()
    compiled = []
    await write(7, { description: 'edited' })
    const index = await book.current()
    assert.deepEqual(compiled, [idOf(7)])
    assert.equal(index.global.all.find(({ id }) => id === idOf(7))?.description, 'edited')
    assert.equal(index.global.all.length, many)
  })

  it('is not done when one is removed, or when changes may have been missed', async () => {
    await write(many)
    await book.current()
    compiled = []
    await fixture.store.remove('AccessPolicy', idOf(many), { kind: 'any' })
    assert.equal((await book.current()).global.all.length, many)
    assert.deepEqual(compiled, [])
  })

  it('is done again for one that is made anew under an old id', async () => {
    await book.current()
    await fixture.store.remove('AccessPolicy', idOf(3), { kind: 'any' })
    await write(3, { description: 'anew' })
    compiled = []
    const index = await book.current()
    assert.deepEqual(compiled, [idOf(3)])
    assert.equal(index.global.all.find(({ id }) => id === idOf(3))?.description, 'anew')
  })
})

it('without a scheduler of the caller the timer is not blocked for long', async () => {
  const open = openPolicyBook({ documents: fixture.documents, memory: fixture.memory, log: silentLog })
  const startedAt = performance.now()
  let worst = 0
  let tickedAt = startedAt
  const timer = setInterval(() => {
    worst = Math.max(worst, performance.now() - tickedAt)
    tickedAt = performance.now()
  }, 1)
  await open.current()
  const whole = performance.now() - startedAt
  clearInterval(timer)
  // 25 ms on a machine that does nothing else.
  assert.ok(worst < Math.max(25, whole / 4), `${worst} ms of ${whole}`)
})
