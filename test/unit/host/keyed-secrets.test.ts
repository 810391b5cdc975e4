import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createKeyedSecrets } from '../../../src/host/keyed-secrets.ts'
import { systemDigest } from '../../../src/runtime/digest.ts'

function start() {
  const checked: string[] = []
  const secrets = {
    hash: async (plain: string) => `hash(${plain})`,
    async verify(hash: string, plain: string) {
      checked.push(plain)
      return hash === `hash(${plain})`
    },
  }
  return { checked, ...createKeyedSecrets(secrets, systemDigest) }
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

  it('go on after a moment of too many checks', async () => {
    let isBusy = true
    const { verify } = createKeyedSecrets(
      {
        async hash() {
          if (isBusy) throw new Error('too many')
          return 'hash(none)'
        },
        verify: async (hash, plain) => hash === `hash(${plain})`,
      },
      systemDigest,
    )
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
