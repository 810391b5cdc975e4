import assert from 'node:assert/strict'
import { beforeEach, describe, it } from 'node:test'
import type { Records } from '../../../../src/engine/ports/records.ts'
import { createMemory } from '../../../../src/host/memory.ts'
import type { JsonObject } from '../../../../src/kernel/json.ts'
import { openSigningKeys, signingKeyKind } from '../../../../src/oauth/tokens/signing-keys.ts'
import { createFakeWatch, type FakeWatch } from '../../../support/fake-watch.ts'
import { bePatient } from '../../../support/patience.ts'

await bePatient()

/** The records that two nodes share, and the changes that they hear of. */
let watch: FakeWatch
let stored: Map<string, JsonObject>
let lists: number

beforeEach(() => {
  watch = createFakeWatch()
  stored = new Map()
  lists = 0
})

const toRecord = (value: JsonObject) => ({ value, uses: 0, expiresAt: null, lastUsedAt: null })
const records: Pick<Records, 'find' | 'insert' | 'list'> = {
  find: async (_kind, key) => {
    const value = stored.get(key)
    return value === undefined ? null : toRecord(value)
  },
  async insert(_kind, key, value) {
    if (stored.has(key)) return false
    stored.set(key, value)
    watch.tell(`record:${signingKeyKind}`, key)
    return true
  },
  async list() {
    lists += 1
    return [...stored].map(([key, value]) => ({ key, value, createdAt: 0, uses: 0, lastUsedAt: null }))
  },
}

/** Nodes with the same name of their secrets key share signing keys. */
function openNode(sealerName: string) {
  const sealer = { seal: async (text: string) => text, open: async (text: string) => text }
  return openSigningKeys({ records: records as Records, memory: createMemory(watch), sealer, sealerName })
}

describe('signing keys', () => {
  it('of another node are found and published as soon as they are there', async () => {
    const ours = await openNode('one')
    assert.equal((await ours.jwks()).keys.length, 2)
    const theirs = (await openNode('two')).current('ES256')
    assert.equal((await ours.find(theirs.kid))?.alg, 'ES256')
    assert.equal((await ours.jwks()).keys.length, 4)
  })

  it('are shared by nodes with the same secrets key', async () => {
    const [one, other] = [await openNode('one'), await openNode('one')]
    assert.equal(one.current('RS256').kid, other.current('RS256').kid)
  })

  it('are read once, whatever key ids strangers make up', async () => {
    const keys = await openNode('one')
    for (const kid of ['a', 'b', 'c']) assert.equal(await keys.find(kid), null)
    assert.notEqual(await keys.find(keys.current('ES256').kid), null)
    assert.equal(lists, 1)
  })

  it('are read each time while those of other nodes may be missed', async () => {
    const keys = await openNode('one')
    watch.trusted = false
    await keys.jwks()
    await keys.jwks()
    assert.equal(lists, 2)
  })
})
