/** RFC 6749 §3.3: scopes that nobody declared are not granted, and the answer says what was. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { decodeJwt } from 'jose'
import {
  allowUser,
  authorizeUrl,
  bearer,
  errorOf,
  getTokens,
  postToken,
  putClient,
  putUser,
  redirectParams,
  webapp,
} from '../../support/code-flow.ts'
import { bePatient } from '../../support/patience.ts'
import { openTestApp, type TestApp } from '../../support/test-app.ts'

await bePatient()

let app: TestApp
before(async () => {
  app = await openTestApp()
  await putUser(app, 'ann')
  await allowUser(app, 'ann')
  await putClient(app, 'webapp')
  await putClient(app, 'own', webapp({ scopes: ['openid', 'orders:read', 'launch/patient'] }))
})
after(() => app.close())

const granted = async (clientId: string, scope: string) => {
  const { access_token, scope: told } = await getTokens(app, clientId, 'ann', { params: { scope } })
  assert.equal(decodeJwt(access_token).scope, told, 'the token says the same')
  return told
}

describe('a client without a list of scopes', () => {
  it('is granted those of OpenID Connect and resource scopes, no others', async () => {
    const asked = 'openid admin superuser email user/Patient.rs patient/*.read user/Patient.sr role:root'
    assert.equal(await granted('webapp', asked), 'openid email user/Patient.rs patient/*.read')
  })

  it('is granted none where it asks for undeclared ones alone', async () => {
    const { scope, access_token } = await getTokens(app, 'webapp', 'ann', { params: { scope: 'admin' } })
    assert.equal(scope, undefined)
    assert.equal(decodeJwt(access_token).scope, undefined)
  })

  it('is refused misspelt resource scopes alone: without any it would have all rights of its user', async () => {
    for (const scope of ['user/Patient.reed', 'openid user/Patient.', 'user/Patient.rs?status=x']) {
      const back = redirectParams(await app.fetch(authorizeUrl('webapp', { scope })))
      assert.equal(back.get('error'), 'invalid_scope', scope)
    }
  })
})

describe('a client with a list of scopes', () => {
  it('is granted what the list has, and refused what it has not', async () => {
    assert.equal(await granted('own', 'openid orders:read'), 'openid orders:read')
    for (const scope of ['orders:write', 'email', 'user/*.cruds']) {
      const back = redirectParams(await app.fetch(authorizeUrl('own', { scope })))
      assert.equal(back.get('error'), 'invalid_scope', scope)
    }
  })
})

describe('launch/patient (SMART App Launch §3)', () => {
  it('is not granted, for no patient is told', async () => {
    assert.equal(await granted('webapp', 'openid launch/patient launch'), 'openid')
    assert.equal(await granted('own', 'openid launch/patient'), 'openid')
  })
})

describe('a client that acts for itself', () => {
  const ask = (scope: string) =>
    postToken(app, { grant_type: 'client_credentials', client_id: 'robot', client_secret: 'secret-8', scope })
  before(async () => {
    await putClient(app, 'robot', { secret: 'secret-8', grant_types: ['client_credentials'] })
    await app.root('PUT', '/AccessPolicy/robot', { engine: 'allow', link: [{ reference: 'Client/robot' }] })
  })

  it('is granted well-formed resource scopes and no undeclared one', async () => {
    const { scope, access_token } = await (await ask('system/Client.rs root')).json()
    assert.equal(scope, 'system/Client.rs')
    const status = async (path: string) => (await app.fetch(path, { headers: bearer(access_token) })).status
    assert.equal(await status('/Client'), 200)
    assert.equal(await status('/User'), 403)
  })

  it('is refused misspelt ones alone', async () => {
    assert.equal(await errorOf(await ask('system/Client.all'), 400), 'invalid_scope')
  })
})
