/** The token endpoint: RFC 6749 §3.2, §4.1.3, §5 and §6, RFC 9700 §4.14. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { createLocalJWKSet, jwtVerify } from 'jose'
import {
  allowUser,
  basic,
  bearer,
  errorOf,
  getCode,
  getTokens,
  pkce,
  postToken,
  putClient,
  putUser,
  refresh,
  webapp,
  webappSecret,
} from '../../support/code-flow.ts'
import { bePatient } from '../../support/patience.ts'
import { baseUrl, openTestApp, rootSecret, type TestApp } from '../../support/test-app.ts'

await bePatient()

let app: TestApp
const codeGrant = { grant_type: 'authorization_code', ...webappSecret }

before(async () => {
  app = await openTestApp()
  await putUser(app, 'ann', { name: { givenName: 'Ann', familyName: 'Lee' } })
  await allowUser(app, 'ann')
  await putClient(app, 'webapp')
})
after(() => app.close())

describe('RFC 6749 §5.1: the answer', () => {
  it('has a Bearer token, its lifetime and the user without secrets, and is not cached', async () => {
    const code = await getCode(app, 'webapp', 'ann')
    const response = await postToken(app, { ...codeGrant, code })
    assert.equal(response.headers.get('cache-control'), 'no-store')
    const text = await response.text()
    const body = JSON.parse(text)
    assert.equal(body.token_type, 'Bearer')
    assert.equal(body.expires_in, 360)
    assert.equal(body.userinfo.resourceType, 'User')
    assert.equal(body.userinfo.id, 'ann')
    assert.equal(body.userinfo.email, 'ann@example.com')
    assert.doesNotMatch(text, /argon2|"password"/)
    assert.equal(body.id_token, undefined)
  })

  it('has an ID token when openid was granted, which the published keys verify', async () => {
    const nonce = 'n-0S6_WzA2Mj'
    const { id_token = '', scope } = await getTokens(app, 'webapp', 'ann', {
      params: { scope: 'openid profile', nonce },
    })
    assert.equal(scope, 'openid profile')
    const keys = createLocalJWKSet(await (await app.fetch('/.well-known/jwks.json')).json())
    const { payload } = await jwtVerify(id_token, keys, {
      issuer: baseUrl,
      audience: 'webapp',
      currentDate: new Date(app.clock.now()),
    })
    assert.equal(payload.sub, 'ann')
    assert.equal(payload.nonce, nonce)
    assert.equal(payload.azp, 'webapp')
    for (const claim of ['auth_time', 'at_hash', 'sid', 'acr', 'amr']) assert.ok(payload[claim], claim)
  })
})

describe('RFC 6749 §5.2: errors', () => {
  const cases: [string, number, string, Record<string, string>][] = [
    ['no grant_type', 400, 'invalid_request', { grant_type: '' }],
    ['an unknown grant_type', 400, 'unsupported_grant_type', { grant_type: 'implicit' }],
    ['no code', 400, 'invalid_request', {}],
    ['an unknown code', 400, 'invalid_grant', { code: 'x' }],
    ['a very long code', 400, 'invalid_grant', { code: 'x'.repeat(10_000) }],
    ['an unknown client', 401, 'invalid_client', { client_id: 'nobody' }],
    ['no client', 401, 'invalid_client', { client_id: '', client_secret: '' }],
    ['a refresh without a token', 400, 'invalid_request', { grant_type: 'refresh_token' }],
    ['an unknown refresh token', 400, 'invalid_grant', { grant_type: 'refresh_token', refresh_token: 'x' }],
  ]
  for (const [name, status, error, params] of cases) {
    it(`${error}: ${name}`, async () => {
      const response = await postToken(app, { ...codeGrant, ...params })
      assert.match(response.headers.get('content-type') ?? '', /^application\/json/)
      assert.equal(response.headers.get('cache-control'), 'no-store')
      assert.equal(await errorOf(response, status), error)
    })
  }

  const bodies: [string, string, string][] = [
    ['a repeated parameter', 'application/x-www-form-urlencoded', 'grant_type=a&grant_type=b'],
    ['broken JSON', 'application/json', '{"grant_type":'],
    ['JSON that is no object', 'application/json', '["grant_type"]'],
    ['a parameter that is an object', 'application/json', '{"grant_type":{"a":1}}'],
    ['another content type', 'text/plain', 'grant_type=authorization_code'],
    ['an empty body', 'application/x-www-form-urlencoded', ''],
  ]
  for (const [name, type, body] of bodies) {
    it(`invalid_request: ${name}`, async () => {
      const response = await app.fetch('/auth/token', {
        method: 'POST',
        headers: { 'content-type': type },
        body,
      })
      assert.equal(await errorOf(response, 400), 'invalid_request')
    })
  }

  it('a body that is too large is refused', async () => {
    const body = `grant_type=authorization_code&code=${'x'.repeat(200_000)}`
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    assert.equal((await app.fetch('/auth/token', { method: 'POST', headers, body })).status, 413)
  })

  it('parameters in the query are not read', async () => {
    const code = await getCode(app, 'webapp', 'ann')
    const query = new URLSearchParams({ ...codeGrant, code })
    const response = await app.fetch(`/auth/token?${query}`, { method: 'POST' })
    assert.equal(await errorOf(response, 400), 'invalid_request')
  })

  it('GET is not allowed', async () => {
    const response = await app.fetch('/auth/token')
    assert.equal(response.status, 405)
    assert.match(response.headers.get('allow') ?? '', /POST/)
  })
})

describe('RFC 6749 §4.1.2: a code', () => {
  it('is bound to its client', async () => {
    await putClient(app, 'thief')
    const code = await getCode(app, 'webapp', 'ann')
    const stolen = await postToken(app, { ...codeGrant, client_id: 'thief', code })
    assert.equal(await errorOf(stolen, 400), 'invalid_grant')
    assert.equal((await postToken(app, { ...codeGrant, code })).status, 200, 'the thief did not use it up')
  })

  it('expires after a minute', async () => {
    const code = await getCode(app, 'webapp', 'ann')
    app.clock.advance(61)
    assert.equal(await errorOf(await postToken(app, { ...codeGrant, code }), 400), 'invalid_grant')
  })

  it('used twice: invalid_grant, and every token that came from it is revoked', async () => {
    const code = await getCode(app, 'webapp', 'ann')
    const tokens = await (await postToken(app, { ...codeGrant, code })).json()
    assert.equal((await app.fetch('/Client', { headers: bearer(tokens.access_token) })).status, 200)
    assert.equal(await errorOf(await postToken(app, { ...codeGrant, code }), 400), 'invalid_grant')
    assert.equal((await app.fetch('/Client', { headers: bearer(tokens.access_token) })).status, 401)
    assert.equal(await errorOf(await refresh(app, tokens.refresh_token), 400), 'invalid_grant')
  })

  it('sent many times at once works at most once, and leaves no live token behind a replay', async () => {
    const code = await getCode(app, 'webapp', 'ann')
    const responses = await Promise.all(
      Array.from({ length: 20 }, () => postToken(app, { ...codeGrant, code })),
    )
    const won = responses.filter((response) => response.status === 200)
    assert.ok(won.length <= 1, `${won.length} exchanges of one code`)
    for (const response of responses) assert.ok([200, 400].includes(response.status))
    for (const response of won) {
      const { access_token } = await response.json()
      assert.equal((await app.fetch('/Client', { headers: bearer(access_token) })).status, 401)
    }
  })

  it('is worthless when the user becomes inactive, or signs out of a first-party client', async () => {
    await putUser(app, 'leaver')
    const code = await getCode(app, 'webapp', 'leaver')
    await putUser(app, 'leaver', { inactive: true })
    assert.equal(await errorOf(await postToken(app, { ...codeGrant, code }), 400), 'invalid_grant')
  })
})

describe('RFC 6749 §6: refresh', () => {
  it('may narrow the scope, not widen it', async () => {
    const { refresh_token = '' } = await getTokens(app, 'webapp', 'ann', {
      params: { scope: 'openid email' },
    })
    const client = (scope: string) => ({ ...webappSecret, scope })
    const narrow = await (await refresh(app, refresh_token, client('openid'))).json()
    assert.equal(narrow.scope, 'openid')
    assert.equal(
      await errorOf(await refresh(app, refresh_token, client('openid phone')), 400),
      'invalid_scope',
    )
  })

  it('a confidential client keeps its token', async () => {
    const { refresh_token = '' } = await getTokens(app, 'webapp', 'ann')
    for (let round = 0; round < 3; round += 1) {
      assert.equal((await (await refresh(app, refresh_token)).json()).refresh_token, refresh_token)
    }
  })
})

describe('RFC 9700 §4.14.2: rotation', () => {
  const publicClient = { client_id: 'spa' }

  async function publicTokens() {
    const { verifier, params } = pkce()
    const tokens = await getTokens(app, 'spa', 'ann', {
      params,
      token: { ...publicClient, code_verifier: verifier },
    })
    return tokens.refresh_token ?? ''
  }

  before(() => putClient(app, 'spa', webapp({ secret_required: undefined }, { secret: undefined })))

  it('a public client gets a new token each time', async () => {
    const first = await publicTokens()
    const second = await (await refresh(app, first, publicClient)).json()
    assert.notEqual(second.refresh_token, first)
    assert.equal((await refresh(app, second.refresh_token, publicClient)).status, 200)
  })

  it('a used one presented again ends the whole family', async () => {
    const first = await publicTokens()
    const second = await (await refresh(app, first, publicClient)).json()
    app.clock.advance(60)
    assert.equal(await errorOf(await refresh(app, first, publicClient), 400), 'invalid_grant')
    assert.equal(await errorOf(await refresh(app, second.refresh_token, publicClient), 400), 'invalid_grant')
    assert.equal((await app.fetch('/Client', { headers: bearer(second.access_token) })).status, 401)
  })

  it('but not within seconds, when an answer may have been lost', async () => {
    const first = await publicTokens()
    const lost = await (await refresh(app, first, publicClient)).json()
    const again = await refresh(app, first, publicClient)
    assert.equal(again.status, 200)
    assert.equal((await refresh(app, (await again.json()).refresh_token, publicClient)).status, 200)
    assert.ok(lost.refresh_token)
  })

  it('the seconds do not start again with each use', async () => {
    const first = await publicTokens()
    await refresh(app, first, publicClient)
    app.clock.advance(7)
    assert.equal((await refresh(app, first, publicClient)).status, 200)
    app.clock.advance(7)
    assert.equal(await errorOf(await refresh(app, first, publicClient), 400), 'invalid_grant')
  })

  it('a confidential client with refresh_token_rotation is rotated too', async () => {
    await putClient(app, 'rotating', webapp({ refresh_token_rotation: true }))
    const client = { client_id: 'rotating', client_secret: 'verysecret' }
    const { refresh_token = '' } = await getTokens(app, 'rotating', 'ann')
    assert.notEqual((await (await refresh(app, refresh_token, client)).json()).refresh_token, refresh_token)
  })
})

describe('RFC 6749 §4.4: client credentials', () => {
  it('the client acts for itself, under its own policies', async () => {
    await putClient(app, 'robot', { secret: 'robot-secret', grant_types: ['client_credentials'] })
    const grant = { grant_type: 'client_credentials' }
    const robot = await (
      await postToken(app, grant, { authorization: basic('robot', 'robot-secret') })
    ).json()
    assert.equal(robot.refresh_token, undefined)
    assert.equal((await app.fetch('/Client', { headers: bearer(robot.access_token) })).status, 403)
    const root = await (await postToken(app, grant, { authorization: basic('root', rootSecret) })).json()
    assert.equal((await app.fetch('/Client', { headers: bearer(root.access_token) })).status, 200)
  })

  it('needs the grant type and the secret', async () => {
    const grant = { grant_type: 'client_credentials' }
    assert.equal(
      await errorOf(await postToken(app, { ...grant, ...webappSecret }), 400),
      'unauthorized_client',
    )
    assert.equal(await errorOf(await postToken(app, { ...grant, client_id: 'root' }), 401), 'invalid_client')
  })

  it('a client with the id of a user does not become that user', async () => {
    await putUser(app, 'twin')
    await allowUser(app, 'twin')
    const auth = { client_credentials: { token_format: 'jwt' } }
    await putClient(app, 'twin', { secret: 'twinsecret', grant_types: ['client_credentials'], auth })
    const params = { grant_type: 'client_credentials', client_id: 'twin', client_secret: 'twinsecret' }
    const { access_token } = await (await postToken(app, params)).json()
    assert.equal((await app.fetch('/Client', { headers: bearer(access_token) })).status, 403)
  })
})

describe('HTTP Basic on any request', () => {
  it('works for a client with the grant type basic only', async () => {
    const get = (id: string, secret: string) =>
      app.fetch('/Client', { headers: { authorization: basic(id, secret) } })
    assert.equal((await get('root', rootSecret)).status, 200)
    assert.equal((await get('root', 'wrong')).status, 401)
    assert.equal((await get('webapp', 'verysecret')).status, 401)
    assert.equal((await get('nobody', 'x')).status, 401)
  })
})
