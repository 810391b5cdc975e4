/** Resources that end by themselves, and expired records: what the purge does on both databases. */
import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import type { Change } from '../../src/engine/ports/store.ts'
import { Session } from '../../src/oauth/resources/Session.ts'
import { createRegistry } from '../../src/schema/create-registry.ts'
import { openTestStore, type TestStore } from '../support/open-test-store.ts'
import { bePatient } from '../support/patience.ts'
import { createMovableClock } from '../support/test-app.ts'

await bePatient()

const hour = 3600_000
const day = 24 * hour
const clock = createMovableClock()
const { types } = createRegistry([Session])
let opened: TestStore
let changes: Change[]

before(async () => {
  opened = await openTestStore(types, { clock, watchedTypes: ['Session'] })
  opened.store.watch((change) => change && changes.push(change))
})
after(() => opened.close())
beforeEach(async () => {
  await opened.empty()
  changes = []
})

const iso = (offsetMs: number) => new Date(clock.now() + offsetMs).toISOString()

async function put(id: string, fields: object): Promise<void> {
  const start = iso(0)
  const resource = { resourceType: 'Session', id, type: 'browser', active: true, start, ...fields }
  await opened.store.write({ type: 'Session', id, text: JSON.stringify(resource), expect: { kind: 'any' } })
}

async function read(id: string): Promise<Record<string, unknown> | null> {
  const version = await opened.store.read('Session', id)
  return version && JSON.parse(version.text)
}

async function stateOf(id: string): Promise<'open' | 'ended' | 'gone'> {
  const session = await read(id)
  return session === null ? 'gone' : session.active === true ? 'open' : 'ended'
}

/** The clock of the database is not ours: times of a resource follow from ours alone. */
function pass(ms: number): void {
  clock.advance(ms / 1000)
}

describe('a resource with a time to end', () => {
  it('ends then, with that time, as a new version that listeners hear of', async () => {
    await put('s', { expires: iso(hour) })
    await put('other', { expires: iso(3 * hour) })
    const [before, expires] = [await opened.store.read('Session', 's'), (await read('s'))?.expires]
    assert.equal(await opened.purge(), 0)
    pass(2 * hour)
    changes = []
    assert.equal(await opened.purge(), 1)
    assert.deepEqual(changes, [{ type: 'Session', id: 's' }])
    const after = await opened.store.read('Session', 's')
    const session = await read('s')
    assert.equal(session?.active, false)
    assert.equal(session?.end, expires)
    assert.ok(BigInt(after?.versionId ?? 0) > BigInt(before?.versionId ?? 0))
    assert.deepEqual(session?.meta, {
      ...{ versionId: after?.versionId, lastUpdated: new Date(after?.lastUpdated ?? 0).toISOString() },
      createdAt: new Date(before?.lastUpdated ?? 0).toISOString(),
    })
    assert.equal(await stateOf('other'), 'open')
  })

  it('is removed 30 days after its end, and listeners hear of that', async () => {
    await put('run-out', { expires: iso(hour) })
    await put('ended', { active: false, end: iso(0) })
    await put('open', { expires: iso(90 * day) })
    pass(29 * day)
    await opened.purge()
    assert.deepEqual(
      [await stateOf('run-out'), await stateOf('ended'), await stateOf('open')],
      ['ended', 'ended', 'open'],
    )
    pass(day + 2 * hour)
    changes = []
    assert.equal(await opened.purge(), 2)
    assert.deepEqual(changes.map(({ id }) => id).sort(), ['ended', 'run-out'])
    assert.equal(await stateOf('run-out'), 'gone')
    assert.equal(await stateOf('ended'), 'gone')
    assert.equal(await stateOf('open'), 'open')
  })

  it('goes on while another that it is the parent of has not ended', async () => {
    const parent = { reference: 'Session/parent' }
    await put('parent', { expires: iso(hour) })
    await put('child', { parent })
    await put('done', { parent, active: false, end: iso(0) })
    pass(10 * day)
    await opened.purge()
    assert.equal(await stateOf('parent'), 'open')
    await put('child', { parent, active: false, end: iso(0) })
    await opened.purge()
    assert.equal(await stateOf('parent'), 'open', 'looked at again an hour later')
    pass(2 * hour)
    await opened.purge()
    assert.equal(await stateOf('parent'), 'ended')
  })

  it('is one of many: all of them in one run, records too', async () => {
    const count = 1203
    const ids = Array.from({ length: count }, (_, at) => `many-${at}`)
    const options = { expiresAt: clock.now() + hour }
    for (let at = 0; at < count; at += 50) {
      const some = ids.slice(at, at + 50)
      await Promise.all(some.map((id) => put(id, { expires: iso(hour) })))
      await Promise.all(some.map((id) => opened.records.insert('kind', id, {}, options)))
    }
    await opened.records.insert('kind', 'stays', {}, { expiresAt: null })
    pass(2 * hour)
    assert.equal(await opened.purge(), 2 * count)
    assert.equal(await opened.purge(), 0)
    assert.equal((await opened.records.list('kind')).length, 1)
    pass(31 * day)
    assert.equal(await opened.purge(), count)
  })
})

describe('a resource of before, which says no time', () => {
  it('ends 30 days after its last use, unless a record keeps it', async () => {
    await put('unused', {})
    await put('used', { lastUsed: iso(20 * day) })
    await put('kept', {})
    await put('expired', {})
    const group = (id: string, expiresAt: number | null) =>
      opened.records.insert('refresh-token', id, {}, { expiresAt, group: id })
    await group('kept', null)
    await group('expired', clock.now() + day)
    const states = async () =>
      await Promise.all(['unused', 'used', 'kept', 'expired'].map((id) => stateOf(id)))
    pass(29 * day)
    await opened.purge()
    assert.deepEqual(await states(), ['open', 'open', 'open', 'open'])
    pass(2 * day)
    await opened.purge()
    assert.deepEqual(await states(), ['ended', 'open', 'open', 'ended'])
    pass(25 * day)
    await opened.purge()
    assert.deepEqual(await states(), ['ended', 'ended', 'open', 'ended'])
  })
})
