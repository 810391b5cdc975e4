import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Secrets } from '../../../src/engine/ports/secrets.ts'
import { createKeyedSecrets, type KeyedSecretsParts } from '../../../src/host/keyed-secrets.ts'
import { systemClock } from '../../../src/kernel/clock.ts'
import type { JsonObject } from '../../../src/kernel/json.ts'
import { systemDigest } from '../../../src/runtime/digest.ts'

/** What is stored, over starts and servers. */
function createStored() {
  const stored = new Map<string, JsonObject>()
  const records: KeyedSecretsParts['records'] = {
    async find(_kind, key) {
      const value = stored.get(key)
      return value === undefined ? null : { value, uses: 0, expiresAt: null, lastUsedAt: null }
    },
    async insert(_kind, key, value) {
      if (stored.has(key)) return false
      stored.set(key, value)
      return true
    },
    async take(_kind, key) {
      const value = stored.get(key) ?? null
      stored.delete(key)
      return value
    },
  }
  return { stored, records }
}

function start({ records } = createStored(), secretsKey = new Uint8Array(32)) {
  const checked: string[] = []
  const secrets: Secrets = {
    hash: async (plain) => `hash(${plain})`,
    async verify(hash, plain) {
      checked.push(plain)
      return hash === `hash(${plain})`
    },
  }
  const parts = { digest: systemDigest, records, clock: systemClock, secretsKey }
  return { checked, parts, ...createKeyedSecrets({ ...parts, secrets }) }
}

describe('keyed secrets', () => {
  it('pay for a secret once', async () => {
    const { verify, isRemembered, checked } = start()
    assert.equal(isRemembered('A/1', 'hash(s)', 's'), false)
    assert.equal(await verify('A/1', 'hash(s)', 's'), true)
    assert.equal(await verify('A/1', 'hash(s)', 's'), true)
    assert.equal(isRemembered('A/1', 'hash(s)', 's'), true)
    assert.deepEqual(checked, ['s'])
  })

  it('do not remember for another owner, another secret or another hash', async () => {
    const { verify, isRemembered } = start()
    await verify('A/1', 'hash(s)', 's')
    assert.equal(isRemembered('A/2', 'hash(s)', 's'), false)
    assert.equal(isRemembered('A/1', 'hash(s)', 't'), false)
    assert.equal(await verify('A/1', 'hash(new)', 's'), false)
    assert.equal(await verify('A/1', undefined, 's'), false)
  })

  it('never remember what did not fit', async () => {
    const { verify, isRemembered } = start()
    assert.equal(await verify('A/1', 'hash(s)', 'wrong'), false)
    assert.equal(isRemembered('A/1', 'hash(s)', 'wrong'), false)
  })

  it('are recalled after a restart with the same key, and for no other secret, hash or key', async () => {
    const shared = createStored()
    await start(shared).verify('A/1', 'hash(s)', 's')
    const again = start(shared)
    assert.equal(again.isRemembered('A/1', 'hash(s)', 's'), false)
    assert.equal(await again.recall('A/1', 'hash(s)', 'wrong'), false)
    assert.equal(await again.recall('A/1', 'hash(new)', 's'), false)
    assert.equal(await again.recall('A/2', 'hash(s)', 's'), false)
    assert.equal(await again.recall('A/1', undefined, 's'), false)
    assert.equal(await again.recall('A/1', 'hash(s)', 's'), true)
    assert.equal(again.isRemembered('A/1', 'hash(s)', 's'), true)
    assert.deepEqual(again.checked, [])
    assert.equal(await start(shared, new Uint8Array(32).fill(1)).recall('A/1', 'hash(s)', 's'), false)
    assert.ok(!JSON.stringify([...shared.stored]).includes('hash('))
  })

  it('are recalled as they were last', async () => {
    const shared = createStored()
    await start(shared).verify('A/1', 'hash(s)', 's')
    await start(shared).verify('A/1', 'hash(new)', 'new')
    assert.equal(await start(shared).recall('A/1', 'hash(new)', 'new'), true)
    assert.equal(await start(shared).recall('A/1', 'hash(s)', 's'), false)
  })

  it('go on after a moment of too many checks', async () => {
    let isBusy = true
    const secrets: Secrets = {
      async hash() {
        if (isBusy) throw new Error('too many')
        return 'hash(none)'
      },
      verify: async (hash, plain) => hash === `hash(${plain})`,
    }
    const { verify } = createKeyedSecrets({ ...start().parts, secrets })
    assert.equal(await verify('A/1', 'hash(s)', 's'), true)
    await assert.rejects(verify('A/none', undefined, 's'), /too many/)
    isBusy = false
    assert.equal(await verify('A/none', undefined, 's'), false)
  })

  it('check something as dear for an unknown owner, and say no', async () => {
    const { verify, checked } = start()
    assert.equal(await verify('A/none', undefined, 's'), false)
    assert.deepEqual(checked, ['s'])
  })
})
