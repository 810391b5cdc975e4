import assert from 'node:assert/strict'
import { beforeEach, describe, it } from 'node:test'
import type { Records } from '../../../../src/engine/ports/records.ts'
import { createMemory } from '../../../../src/host/memory.ts'
import type { JsonObject } from '../../../../src/kernel/json.ts'
import { silentLog } from '../../../../src/kernel/log.ts'
import { openSigningKeys } from '../../../../src/oauth/tokens/signing-keys.ts'
import { signingKeyKind } from '../../../../src/oauth/tokens/stored-keys.ts'
import { openSigner } from '../../../../src/runtime/signer.ts'
import { createFakeWatch, type FakeWatch } from '../../../support/fake-watch.ts'
import { bePatient } from '../../../support/patience.ts'

await bePatient()

interface Stored {
  readonly value: JsonObject
  readonly createdAt: number
  expiresAt: number | null
}

/** The records that the servers share, the changes that they hear of, and the time. */
let watch: FakeWatch
let stored: Map<string, Stored>
let lists: number
let now: number

const hour = 3_600_000
const day = 24 * hour

beforeEach(() => {
  watch = createFakeWatch()
  stored = new Map()
  lists = 0
  now = 1_800_000_000_000
})

const liveAt = (key: string): Stored | undefined => {
  const record = stored.get(key)
  return record && (record.expiresAt ?? Number.POSITIVE_INFINITY) > now ? record : undefined
}

const records: Pick<Records, 'insert' | 'extend' | 'list'> = {
  async insert(kind, key, value, { expiresAt }) {
    if (liveAt(`${kind} ${key}`)) return false
    stored.set(`${kind} ${key}`, { value, expiresAt, createdAt: now })
    watch.tell(`record:${kind}`, key)
    return true
  },
  async extend(kind, key, expiresAt) {
    const record = liveAt(`${kind} ${key}`)
    if (record) record.expiresAt = expiresAt
    return record !== undefined
  },
  async list(kind) {
    if (kind === signingKeyKind) lists += 1
    const names = [...stored.keys()].filter((name) => name.startsWith(`${kind} `) && liveAt(name))
    return names.flatMap((name) => {
      const record = liveAt(name)
      return record ? [{ ...record, key: name.slice(kind.length + 1), uses: 0, lastUsedAt: null }] : []
    })
  },
}

/** Servers with the same name of their secrets key share signing keys. */
function openServer(sealerName: string, rotationMs = 90 * day) {
  const sealer = { seal: async (text: string) => text, open: async (text: string) => text }
  return openSigningKeys({
    records: records as Records,
    memory: createMemory(watch),
    ...{ sealer, openSigner, sealerName, rotationMs, log: silentLog, clock: { now: () => now } },
    longestLifetimeSeconds: async () => 7200,
  })
}

type Keys = Awaited<ReturnType<typeof openServer>>

const sign = async (keys: Keys, lifetimeSeconds = 3600) => (await keys.current('ES256', lifetimeSeconds)).kid
const published = async (keys: Keys) => (await keys.jwks()).keys.map(({ kid }) => kid)

describe('signing keys', () => {
  it('of a server with another secrets key are found as soon as they sign', async () => {
    const ours = await openServer('one')
    assert.equal((await published(ours)).length, 2)
    const theirs = await sign(await openServer('two'))
    assert.equal((await ours.find(theirs))?.alg, 'ES256')
    assert.equal((await published(ours)).length, 3)
  })

  it('are shared by servers with the same secrets key', async () => {
    assert.equal(await sign(await openServer('one')), await sign(await openServer('one')))
  })

  it('are read once, whatever key ids strangers make up', async () => {
    const keys = await openServer('one')
    const kid = await sign(keys)
    await keys.find(kid)
    const before = lists
    for (const made of ['a', 'b', 'c']) assert.equal(await keys.find(made), null)
    assert.notEqual(await keys.find(kid), null)
    assert.equal(lists, before)
    now += 2000
    for (const made of ['a', 'b', 'c']) assert.equal(await keys.find(made), null)
    assert.equal(lists, before + 1, 'past the cache once a second at most')
  })

  it('are read each time while those of other servers may be missed', async () => {
    const keys = await openServer('one')
    const before = lists
    watch.trusted = false
    await keys.jwks()
    await keys.jwks()
    assert.ok(lists >= before + 2)
  })
})

describe('the rotation of signing keys', () => {
  it('publishes the next a day before, changes at the age, and drops the old one behind its last token', async () => {
    const keys = await openServer('one')
    const first = await sign(keys)
    now += 89 * day - hour
    assert.equal((await published(keys)).length, 2, 'not yet')
    now += 2 * hour
    const both = await published(keys)
    assert.equal(both.length, 4, 'the next of both kinds')
    assert.equal(await sign(keys), first, 'not in use yet')
    now += day - 2 * hour
    assert.equal(await sign(keys, 7200), first, 'up to the last moment')
    now += 2 * hour
    const second = await sign(keys)
    assert.notEqual(second, first)
    assert.ok(both.includes(second), 'it was published before')
    assert.ok((await published(keys)).includes(first), 'while its tokens live')
    assert.notEqual(await keys.find(first), null)
    now += hour
    assert.ok(!(await published(keys)).includes(first), 'dropped')
    assert.equal(await keys.find(first), null)
    assert.notEqual(await keys.find(second), null)
  })

  it('is the same on several servers, whoever comes first', async () => {
    const [one, other] = [await openServer('one'), await openServer('one')]
    const first = await sign(one)
    now += 89.5 * day
    const [, both] = await Promise.all([published(one), published(other)])
    assert.equal(both?.length, 4)
    now += day
    const second = await sign(other)
    assert.equal(await sign(one), second)
    assert.notEqual(second, first)
  })

  it('is made up for at once by servers that were idle when the time came, and all find the key', async () => {
    const [one, other] = [await openServer('one'), await openServer('one')]
    const first = await sign(one)
    now += 95 * day
    const kids = await Promise.all([sign(one), sign(other), sign(one), sign(other)])
    assert.equal(new Set(kids).size, 1)
    assert.notEqual(kids[0], first)
    assert.notEqual(await other.find(kids[0] ?? ''), null)
  })

  it('keeps a retired key for tokens that live long', async () => {
    const keys = await openServer('one', day)
    const first = await sign(keys, (30 * day) / 1000)
    now += 29 * day
    assert.notEqual(await sign(keys), first)
    assert.notEqual(await keys.find(first), null)
    now += 6 * day
    assert.equal(await keys.find(first), null)
  })

  it('that is off changes nothing', async () => {
    const keys = await openServer('one', 0)
    const first = await sign(keys)
    for (let month = 0; month < 24; month += 1) {
      now += 30 * day
      assert.equal(await sign(keys), first)
    }
  })
})

describe('a key that our secrets key does not open', () => {
  it('is trusted while tokens live that it signed, and no longer', async () => {
    const orphan = await sign(await openServer('before'))
    const keys = await openServer('after')
    assert.notEqual(await keys.find(orphan), null)
    now += 30 * 60_000
    assert.ok((await published(keys)).includes(orphan))
    now += hour
    assert.ok(!(await published(keys)).includes(orphan))
    assert.equal(await keys.find(orphan), null)
  })

  it('of an older version, without an end, drops out after the longest lifetime, however often servers start', async () => {
    const kid = await sign(await openServer('before'))
    const [name, record] = [...stored].find(([key]) => key.startsWith(`${signingKeyKind} ES256`)) ?? []
    assert.ok(name && record)
    const { activeFrom: _, ...value } = record.value
    stored = new Map([[name, { ...record, value, expiresAt: null }]])
    watch.gap()
    const keys = await openServer('after')
    assert.notEqual(await keys.find(kid), null)
    now += hour
    await openServer('after')
    now += hour + 1000
    assert.equal(await (await openServer('after')).find(kid), null)
  })
})
