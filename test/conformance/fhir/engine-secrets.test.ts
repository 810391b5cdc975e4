/** Write-only values: hashed, kept when left out, removed by null, and in no answer, error or event. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  asOnSeveralServers,
  createFixture,
  failure,
  fakeSecrets,
  shareStore,
} from '../../support/engine-fixture.ts'

shareStore()

type Stored = { secret?: string; login?: { password?: string; hint?: string }; name?: string }

async function createAccounts() {
  const hashes: string[] = []
  const secrets = {
    ...fakeSecrets,
    hash: (plain: string) => {
      hashes.push(plain)
      return fakeSecrets.hash(plain)
    },
  }
  const fixture = await createFixture({ secrets, oneAtATime: asOnSeveralServers })
  const stored = async () => JSON.parse((await fixture.versions()).at(-1)?.text ?? 'null') as Stored
  return { ...fixture, hashes, stored }
}

describe('write-only values', () => {
  it('are stored as hashes', async () => {
    const { put, stored } = await createAccounts()
    await put('Account', 'a', { secret: 's3cret', login: { password: 'pa55', hint: 'h' } })
    assert.equal((await stored()).secret, 'hash(s3cret)')
    assert.deepEqual((await stored()).login, { password: 'hash(pa55)', hint: 'h' })
  })

  it('are in no answer and no event', async () => {
    const { put, get, perform, written } = await createAccounts()
    const body = { secret: 's3cret', login: { password: 'pa55' }, name: 'n' }
    const answers = [
      await put('Account', 'a', body),
      await perform('FhirCreate', { type: 'Account', body }),
      await get('Account', 'a'),
      await perform('FhirVread', { type: 'Account', resourceId: 'a', versionId: '1' }),
      await perform('FhirHistory', { type: 'Account', resourceId: 'a' }),
      await perform('FhirSearch', { type: 'Account' }),
      await perform('FhirDelete', { type: 'Account', resourceId: 'a' }),
    ]
    for (const answer of answers) {
      const text = JSON.stringify(answer)
      assert.doesNotMatch(text, /s3cret|pa55|hash\(/)
      assert.match(text, /\\?"n\\?"/)
    }
    assert.doesNotMatch(JSON.stringify(written), /s3cret|pa55|hash\(/)
  })

  it('are kept when a body leaves them out', async () => {
    const { put, stored, written } = await createAccounts()
    await put('Account', 'a', { secret: 's', login: { password: 'p' } })
    await put('Account', 'a', { name: 'new' })
    assert.deepEqual(
      [(await stored()).secret, (await stored()).login, (await stored()).name],
      ['hash(s)', { password: 'hash(p)' }, 'new'],
    )
    assert.deepEqual(written.at(-1)?.secretsChanged, [])
  })

  it('are removed by null', async () => {
    const { put, stored, written } = await createAccounts()
    await put('Account', 'a', { secret: 's', login: { password: 'p' } })
    await put('Account', 'a', { secret: null, login: { password: null } })
    assert.deepEqual([(await stored()).secret, (await stored()).login], [undefined, undefined])
    assert.deepEqual(written.at(-1)?.secretsChanged, ['secret', 'login.password'])
  })

  it('keep their hash when the same value comes again, and change with another', async () => {
    const { put, written, hashes } = await createAccounts()
    await put('Account', 'a', { secret: 's' })
    await put('Account', 'a', { secret: 's' })
    assert.deepEqual([written.at(-1)?.secretsChanged, hashes], [[], ['s']])
    await put('Account', 'a', { secret: 't' })
    assert.deepEqual([written.at(-1)?.secretsChanged, hashes], [['secret'], ['s', 't']])
  })

  for (const secret of ['', 'x'.repeat(21), 5, {}, ['a'], { a: 's3cret' }]) {
    it(`refuse ${JSON.stringify(secret).slice(0, 20)} without hashing or quoting it`, async () => {
      const { put, hashes, versions } = await createAccounts()
      const outcome = await put('Account', 'a', { secret }).catch((error) => error)
      // An empty object is left out like any other.
      if (JSON.stringify(secret) === '{}')
        assert.equal(JSON.parse((await versions())[0]?.text ?? '').secret, undefined)
      else {
        assert.equal(outcome.category, 'unprocessable')
        assert.equal(outcome.issues[0].expression.startsWith('Account.secret'), true)
        assert.doesNotMatch(JSON.stringify(outcome.issues) + outcome.message, /s3cret|xxxx/)
      }
      assert.deepEqual(hashes, [])
    })
  }

  it('survive a write that came between: the newest hash is kept', async () => {
    const { put, store, stored } = await createAccounts()
    await put('Account', 'a', { secret: 'old' })
    store.beforeWrite = () => put('Account', 'a', { secret: 'new' })
    assert.equal((await put('Account', 'a', { name: 'n' })).status, 200)
    assert.deepEqual([(await stored()).secret, (await stored()).name], ['hash(new)', 'n'])
  })

  it('give up after a few lost races, with a transient error', async () => {
    const { put } = await createFixture({
      replaceStore: () => ({ write: async () => ({ outcome: 'refused' }) }),
    })
    assert.equal((await failure(put('Account', 'a', {}))).category, 'transient')
  })

  it('are not carried into a resource that was deleted and made again', async () => {
    const { put, perform, stored } = await createAccounts()
    await put('Account', 'a', { secret: 's' })
    await perform('FhirDelete', { type: 'Account', resourceId: 'a' })
    assert.equal((await put('Account', 'a', {})).status, 201)
    assert.equal((await stored()).secret, undefined)
  })
})
