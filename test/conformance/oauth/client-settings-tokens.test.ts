/** Settings of a Client that shape its tokens, each with what it allows and what it refuses. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose'
import {
  allowUser,
  bearer,
  errorOf,
  getTokens,
  putClient,
  putUser,
  refresh,
  webapp,
} from '../../support/code-flow.ts'
import { bePatient } from '../../support/patience.ts'
import { baseUrl, openTestApp, type TestApp } from '../../support/test-app.ts'

await bePatient()

let app: TestApp

before(async () => {
  app = await openTestApp()
  await putUser(app, 'ann')
  await allowUser(app, 'ann')
})
after(() => app.close())

describe('access_token_expiration', () => {
  for (const format of ['jwt', 'opaque']) {
    it(`is the lifetime of a token in seconds (${format}), which is refused afterwards`, async () => {
      await putClient(app, `short-${format}`, webapp({ access_token_expiration: 100, token_format: format }))
      const { access_token, expires_in } = await getTokens(app, `short-${format}`, 'ann')
      assert.equal(expires_in, 100)
      app.clock.advance(98)
      assert.equal((await app.fetch('/Client', { headers: bearer(access_token) })).status, 200)
      app.clock.advance(4)
      const late = await app.fetch('/Client', { headers: bearer(access_token) })
      assert.equal(late.status, 401)
      assert.match(late.headers.get('www-authenticate') ?? '', /error="invalid_token"/)
    })
  }

  it('is 3600 when absent', async () => {
    await putClient(app, 'default', webapp({ access_token_expiration: undefined }))
    assert.equal((await getTokens(app, 'default', 'ann')).expires_in, 3600)
  })

  for (const value of [0, -1, 1.5, '360']) {
    it(`is refused as ${JSON.stringify(value)}`, async () => {
      await app.root('PUT', '/Client/bad', webapp({ access_token_expiration: value }), 422)
    })
  }
})

describe('token_format', () => {
  it('jwt: a JWT by RFC 9068 that the published keys verify', async () => {
    await putClient(app, 'webapp')
    const { access_token } = await getTokens(app, 'webapp', 'ann')
    const jwks = await (await app.fetch('/.well-known/jwks.json')).json()
    const { payload, protectedHeader } = await jwtVerify(access_token, createLocalJWKSet(jwks), {
      issuer: baseUrl,
      audience: baseUrl,
      typ: 'at+jwt',
      currentDate: new Date(app.clock.now()),
    })
    assert.equal(protectedHeader.alg, 'ES256')
    assert.equal(payload.sub, 'ann')
    assert.equal(payload.client_id, 'webapp')
    assert.equal(Number(payload.exp) - Number(payload.iat), 360)
    assert.ok(payload.jti)
  })

  it('jwt: one with another signature, algorithm or type is refused', async () => {
    const { access_token } = await getTokens(app, 'webapp', 'ann')
    const [header, payload, signature = ''] = access_token.split('.')
    const none = btoa(JSON.stringify({ alg: 'none', typ: 'at+jwt' })).replaceAll('=', '')
    const other = signature.startsWith('A') ? `B${signature.slice(1)}` : `A${signature.slice(1)}`
    for (const forged of [
      `${none}.${payload}.`,
      `${none}.${payload}.${signature}`,
      `${header}.${payload}.${other}`,
    ]) {
      const response = await app.fetch('/Client', { headers: bearer(forged) })
      assert.equal(response.status, 401)
    }
  })

  it('an id token is no access token', async () => {
    await putClient(app, 'webapp')
    const { id_token = '' } = await getTokens(app, 'webapp', 'ann', { params: { scope: 'openid' } })
    assert.equal((await app.fetch('/Client', { headers: bearer(id_token) })).status, 401)
  })

  it('absent: an opaque token of at least 256 bits', async () => {
    await putClient(app, 'opaque', webapp({ token_format: undefined }))
    const { access_token } = await getTokens(app, 'opaque', 'ann')
    assert.match(access_token, /^[\w-]{43,}$/)
    assert.throws(() => decodeProtectedHeader(access_token))
    assert.equal((await app.fetch('/Client', { headers: bearer(access_token) })).status, 200)
    assert.equal((await app.fetch('/Client', { headers: bearer(`${access_token}x`) })).status, 401)
  })

  it('another word is refused', async () => {
    await app.root('PUT', '/Client/bad', webapp({ token_format: 'saml' }), 422)
  })
})

describe('refresh_token', () => {
  it('true: one is issued and gives a new access token for the same user', async () => {
    await putClient(app, 'webapp')
    const { refresh_token = '', access_token } = await getTokens(app, 'webapp', 'ann')
    const response = await refresh(app, refresh_token)
    const body = await response.json()
    assert.equal(response.status, 200, JSON.stringify(body))
    assert.notEqual(body.access_token, access_token)
    assert.equal(decodeJwt(body.access_token).sub, 'ann')
    assert.equal(body.userinfo.id, 'ann')
    assert.equal((await app.fetch('/Client', { headers: bearer(body.access_token) })).status, 200)
  })

  it('absent: none is issued, and the grant is refused', async () => {
    await putClient(app, 'no-refresh', webapp({ refresh_token: undefined }))
    const tokens = await getTokens(app, 'no-refresh', 'ann')
    assert.equal(tokens.refresh_token, undefined)
    const client = { client_id: 'no-refresh', client_secret: 'verysecret' }
    assert.equal(await errorOf(await refresh(app, 'anything', client), 400), 'unauthorized_client')
  })

  it('is bound to its client', async () => {
    await putClient(app, 'thief')
    const { refresh_token = '' } = await getTokens(app, 'webapp', 'ann')
    const stolen = await refresh(app, refresh_token, { client_id: 'thief', client_secret: 'verysecret' })
    assert.equal(await errorOf(stolen, 400), 'invalid_grant')
    assert.equal((await refresh(app, refresh_token)).status, 200)
  })
})

describe('refresh_token_expiration', () => {
  it('counts from issue or from the last use', async () => {
    await putClient(app, 'webapp', webapp({ refresh_token_expiration: 1000 }))
    const { refresh_token = '' } = await getTokens(app, 'webapp', 'ann')
    app.clock.advance(900)
    assert.equal((await refresh(app, refresh_token)).status, 200)
    app.clock.advance(900)
    assert.equal((await refresh(app, refresh_token)).status, 200, 'the last use was 900 s ago')
    app.clock.advance(1001)
    assert.equal(await errorOf(await refresh(app, refresh_token), 400), 'invalid_grant')
  })

  it('absent: it does not expire', async () => {
    await putClient(app, 'forever', webapp({ refresh_token_expiration: undefined }))
    const { refresh_token = '' } = await getTokens(app, 'forever', 'ann')
    app.clock.advance(10 * 365 * 86_400)
    assert.equal(
      (await refresh(app, refresh_token, { client_id: 'forever', client_secret: 'verysecret' })).status,
      200,
    )
  })
})
