import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { password, putUser } from '../../support/code-flow.ts'
import { bePatient } from '../../support/patience.ts'
import { openSignIns, type SignIns } from '../../support/sign-in.ts'
import { openTestApp, type TestApp } from '../../support/test-app.ts'

await bePatient()

let app: TestApp
let signIns: SignIns
const address = '198.51.100.30'

before(async () => {
  app = await openTestApp()
  await putUser(app, 'ann')
  signIns = await openSignIns(app)
})
after(() => app.close())

const entries = async (query = '') =>
  (await app.root('GET', `/auth/throttle${query}`)).entry as Record<string, unknown>[]

describe('counted guesses', () => {
  it('are shown to administrators, by account, rule and address', async () => {
    for (let at = 0; at < 6; at += 1) await signIns.status('ann', `guess ${at}`, address)
    await signIns.status('nobody-of-this-name', 'guess', address)
    assert.equal(await signIns.status('ann', 'another guess', address), 429)
    const found = await entries()
    const place = found.find(({ rule }) => rule === 'place')
    assert.deepEqual([place?.account, place?.from, place?.slots], ['User/ann', address, 5])
    assert.ok(Number(place?.taken) >= 4)
    assert.match(String(place?.digest), /^[\w-]{16}$/)
    assert.ok(found.some(({ account, rule }) => account === 'User/ann' && rule === 'account'))
    assert.ok(!JSON.stringify(found).includes('nobody'))
    assert.deepEqual(await entries('?account=User/bob'), [])
  })

  it('are cleared for an account, which is heard again at once', async () => {
    const { removed } = await app.root('DELETE', '/auth/throttle?account=User/ann')
    assert.ok(Number(removed) >= 2)
    assert.deepEqual(await entries('?account=User/ann'), [])
    assert.equal(await signIns.status('ann', 'one more guess', address), 401)
    assert.equal(await signIns.status('ann', password, address), 302)
  })

  it('are neither shown to others nor cleared by them, nor cleared for nobody', async () => {
    assert.equal((await app.fetch('/auth/throttle')).status, 401)
    assert.equal((await app.fetch('/auth/throttle?account=User/ann', { method: 'DELETE' })).status, 401)
    for (const query of ['', '?account=', '?account=ann', '?account=User/a%20b'])
      await app.root('DELETE', `/auth/throttle${query}`, undefined, 400)
  })

  it('are operations that policies can link to, and in the OpenAPI document', async () => {
    for (const id of ['ReadThrottle', 'ClearThrottle']) await app.root('GET', `/Operation/${id}`)
    const { paths } = await app.root('GET', '/openapi.json')
    assert.deepEqual(Object.keys((paths as Record<string, object>)['/auth/throttle'] ?? {}), [
      'get',
      'delete',
    ])
  })
})
