/** Every setting of a Client for the code grant, each with what it allows and what it refuses. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose'
import {
  allowUser,
  authorizeUrl,
  basic,
  bearer,
  errorOf,
  getCode,
  getTokens,
  pkce,
  postToken,
  putClient,
  putUser,
  redirectParams,
  refresh,
  signIn,
  webapp,
  webappSecret,
} from '../../support/code-flow.ts'
import { baseUrl, openTestApp, rootSecret, type TestApp } from '../../support/test-app.ts'
import { readForm, UserAgent } from '../../support/user-agent.ts'

let app: TestApp

before(async () => {
  app = await openTestApp()
  await putUser(app, 'ann')
  await allowUser(app, 'ann')
})
after(() => app.close())

const document = `secret: verysecret
first_party: true
grant_types:
  - code
auth:
  authorization_code:
    redirect_uri: 'http://myapp.app'
    access_token_expiration: 360 # 6 minutes
    token_format: jwt
    secret_required: true
    refresh_token: true
    refresh_token_expiration: 86400 # 24 hours
`

async function putDocument(): Promise<Response> {
  return await app.fetch('/Client/webapp', {
    method: 'PUT',
    headers: { authorization: basic('root', rootSecret), accept: 'text/yaml', 'content-type': 'text/yaml' },
    body: document,
  })
}

describe('the client of the documentation, in YAML', () => {
  it('is created with 201 and replaced with 200, answered in YAML without its secret', async () => {
    for (const status of [201, 200]) {
      const response = await putDocument()
      const text = await response.text()
      assert.equal(response.status, status, text)
      assert.match(response.headers.get('content-type') ?? '', /^text\/yaml/)
      assert.match(text, /access_token_expiration: 360/)
      assert.match(text, /resourceType: Client/)
      assert.doesNotMatch(text, /verysecret|argon2|secret:/)
    }
  })

  it('is refused without credentials, and nothing is written', async () => {
    const response = await app.fetch('/Client/other', {
      method: 'PUT',
      headers: { 'content-type': 'text/yaml' },
      body: document,
    })
    assert.equal(response.status, 401)
    assert.match(response.headers.get('www-authenticate') ?? '', /Bearer/)
    await app.root('GET', '/Client/other', undefined, 404)
  })
})

describe('secret', () => {
  it('is accepted in the body, in JSON and with HTTP Basic', async () => {
    await putDocument()
    const code = () => getCode(app, 'webapp', 'ann')
    const grant = { grant_type: 'authorization_code' }
    const inBody = await postToken(app, { ...grant, code: await code(), ...webappSecret })
    assert.equal(inBody.status, 200)
    const inHeader = await postToken(
      app,
      { ...grant, code: await code() },
      { authorization: basic('webapp', 'verysecret') },
    )
    assert.equal(inHeader.status, 200)
    const inJson = await app.fetch('/auth/token', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...grant, code: await code(), ...webappSecret }),
    })
    assert.equal(inJson.status, 200)
    assert.equal(inJson.headers.get('cache-control'), 'no-store')
  })

  it('is refused when wrong, with a challenge where the header was used', async () => {
    const code = await getCode(app, 'webapp', 'ann')
    const params = { grant_type: 'authorization_code', code }
    const wrong = await postToken(app, { ...params, client_id: 'webapp', client_secret: 'verysecret ' })
    assert.equal(await errorOf(wrong, 401), 'invalid_client')
    const header = await postToken(app, params, { authorization: basic('webapp', 'wrong') })
    assert.match(header.headers.get('www-authenticate') ?? '', /^Basic/)
    assert.equal(await errorOf(header, 401), 'invalid_client')
    const right = await postToken(app, { ...params, ...webappSecret })
    assert.equal(right.status, 200, 'a failed client authentication does not use the code up')
  })

  it('is refused when sent in two ways at once', async () => {
    const code = await getCode(app, 'webapp', 'ann')
    const both = await postToken(
      app,
      { grant_type: 'authorization_code', code, ...webappSecret },
      { authorization: basic('webapp', 'verysecret') },
    )
    assert.equal(await errorOf(both, 400), 'invalid_request')
  })

  it('counts at once when changed, and the old one no more', async () => {
    await putClient(app, 'changing')
    const first = await getCode(app, 'changing', 'ann')
    await putClient(app, 'changing', webapp({}, { secret: 'another' }))
    const params = { grant_type: 'authorization_code', code: first, client_id: 'changing' }
    assert.equal(
      await errorOf(await postToken(app, { ...params, client_secret: 'verysecret' }), 401),
      'invalid_client',
    )
    assert.equal((await postToken(app, { ...params, client_secret: 'another' })).status, 200)
  })
})

describe('secret_required', () => {
  it('true: a request without the secret is refused', async () => {
    await putClient(app, 'webapp')
    const code = await getCode(app, 'webapp', 'ann')
    const without = await postToken(app, { grant_type: 'authorization_code', code, client_id: 'webapp' })
    assert.equal(await errorOf(without, 401), 'invalid_client')
    const { refresh_token = '' } = await getTokens(app, 'webapp', 'ann')
    assert.equal(
      await errorOf(await refresh(app, refresh_token, { client_id: 'webapp' }), 401),
      'invalid_client',
    )
  })

  it('absent: it may be left out, but a wrong one is still refused', async () => {
    await putClient(app, 'relaxed', webapp({ secret_required: undefined }))
    const without = await getTokens(app, 'relaxed', 'ann', { token: { client_id: 'relaxed' } })
    assert.ok(without.access_token)
    const code = await getCode(app, 'relaxed', 'ann')
    const wrong = { grant_type: 'authorization_code', code, client_id: 'relaxed', client_secret: 'wrong' }
    assert.equal(await errorOf(await postToken(app, wrong), 401), 'invalid_client')
  })
})

describe('first_party', () => {
  it('true: nobody is asked', async () => {
    await putClient(app, 'webapp')
    const response = await signIn(new UserAgent(app), authorizeUrl('webapp'), 'ann')
    assert.ok(redirectParams(response).get('code'))
  })

  it('absent: consent is asked once, remembered, and asked again for more', async () => {
    await putClient(app, 'third', webapp({}, { first_party: undefined, name: 'Third & Co' }))
    const agent = new UserAgent(app)
    const page = await signIn(agent, authorizeUrl('third', { scope: 'openid' }), 'ann')
    const html = await page.clone().text()
    assert.match(html, /Third &amp; Co/)
    assert.match(html, /name="decision" value="allow"/)
    const allowed = await agent.submit(await readForm(page), { decision: 'allow' })
    assert.ok(redirectParams(allowed).get('code'))
    const again = await agent.open(authorizeUrl('third', { scope: 'openid' }))
    assert.ok(redirectParams(again).get('code'), 'remembered')
    const more = await agent.open(authorizeUrl('third', { scope: 'openid profile' }))
    assert.equal(more.status, 200)
    assert.match(await more.text(), /value="deny"/)
  })

  it('absent: a refusal goes back as access_denied, and is not remembered as consent', async () => {
    await putClient(app, 'denied', webapp({}, { first_party: false }))
    const agent = new UserAgent(app)
    const page = await signIn(agent, authorizeUrl('denied', { state: 's1' }), 'ann')
    const params = redirectParams(await agent.submit(await readForm(page), { decision: 'deny' }))
    assert.equal(params.get('error'), 'access_denied')
    assert.equal(params.get('state'), 's1')
    assert.equal(params.get('iss'), baseUrl)
    assert.equal(params.get('code'), null)
    assert.equal((await agent.open(authorizeUrl('denied'))).status, 200)
  })
})

describe('grant_types', () => {
  it('authorization_code is another name of code', async () => {
    await putClient(app, 'long-name', webapp({}, { grant_types: ['authorization_code'] }))
    assert.ok((await getTokens(app, 'long-name', 'ann')).access_token)
  })

  it('without code: unauthorized_client', async () => {
    await putClient(app, 'no-code', webapp({}, { grant_types: ['client_credentials'] }))
    const response = await app.fetch(authorizeUrl('no-code', { state: 'x' }))
    assert.equal(redirectParams(response).get('error'), 'unauthorized_client')
    const token = {
      grant_type: 'authorization_code',
      code: 'x',
      client_id: 'no-code',
      client_secret: 'verysecret',
    }
    assert.equal(await errorOf(await postToken(app, token), 400), 'unauthorized_client')
  })

  it('an unknown one is refused when the client is written', async () => {
    await app.root('PUT', '/Client/odd', { grant_types: ['telepathy'] }, 422)
  })
})

describe('redirect_uri', () => {
  it('is compared character by character; anything else is an error page, not a redirect', async () => {
    await putClient(app, 'webapp')
    for (const uri of [
      'http://myapp.app/',
      'http://myapp.app?x=1',
      'http://MYAPP.app',
      'https://myapp.app',
      'http://myapp.app.evil',
    ]) {
      const response = await app.fetch(authorizeUrl('webapp', { redirect_uri: uri }))
      assert.equal(response.status, 400, uri)
      assert.equal(response.headers.get('location'), null)
      assert.match(response.headers.get('content-type') ?? '', /^text\/html/)
    }
    const exact = await signIn(
      new UserAgent(app),
      authorizeUrl('webapp', { redirect_uri: 'http://myapp.app' }),
      'ann',
    )
    assert.match(exact.headers.get('location') ?? '', /^http:\/\/myapp\.app\?code=/)
  })

  it('may be left out with one registered, and not with several', async () => {
    assert.ok(await getCode(app, 'webapp', 'ann'))
    const several = {
      redirect_uri: undefined,
      redirect_uris: ['https://a.example/cb', 'https://b.example/cb'],
    }
    await putClient(app, 'several', webapp(several))
    assert.equal((await app.fetch(authorizeUrl('several'))).status, 400)
    assert.ok(await getCode(app, 'several', 'ann', { redirect_uri: 'https://b.example/cb' }))
  })

  it('a loopback address fits with any port (RFC 8252), a name does not', async () => {
    await putClient(app, 'native', webapp({ redirect_uri: 'http://127.0.0.1/cb' }))
    assert.ok(await getCode(app, 'native', 'ann', { redirect_uri: 'http://127.0.0.1:51004/cb' }))
    for (const uri of [
      'http://127.0.0.1:51004/other',
      'http://127.0.0.1.evil/cb',
      'http://localhost:51004/cb',
    ]) {
      assert.equal((await app.fetch(authorizeUrl('native', { redirect_uri: uri }))).status, 400, uri)
    }
  })

  it('must be the same at the exchange when it is sent there', async () => {
    const grant = { grant_type: 'authorization_code', ...webappSecret }
    const code = await getCode(app, 'webapp', 'ann')
    const wrong = await postToken(app, { ...grant, code, redirect_uri: 'http://other.app' })
    assert.equal(await errorOf(wrong, 400), 'invalid_grant')
    const right = await postToken(app, { ...grant, code, redirect_uri: 'http://myapp.app' })
    assert.equal(right.status, 200)
  })

  for (const uri of [
    'javascript:alert(1)',
    '/relative',
    'https://a.example/#part',
    'https://a.example/a b',
  ]) {
    it(`cannot be registered as ${uri}`, async () => {
      await app.root('PUT', '/Client/bad', webapp({ redirect_uri: uri }), 422)
    })
  }
})

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

describe('pkce', () => {
  it('true: a request without a challenge is refused at the authorization endpoint', async () => {
    await putClient(app, 'pkce', webapp({ pkce: true }))
    const params = redirectParams(await app.fetch(authorizeUrl('pkce', { state: 's' })))
    assert.equal(params.get('error'), 'invalid_request')
    const { verifier, params: challenge } = pkce()
    const code = await getCode(app, 'pkce', 'ann', challenge)
    const exchange = {
      grant_type: 'authorization_code',
      code,
      client_id: 'pkce',
      client_secret: 'verysecret',
    }
    assert.equal(await errorOf(await postToken(app, exchange), 400), 'invalid_grant')
    assert.equal(
      await errorOf(await postToken(app, { ...exchange, code_verifier: pkce().verifier }), 400),
      'invalid_grant',
    )
    assert.equal((await postToken(app, { ...exchange, code_verifier: verifier })).status, 200)
  })

  it('plain, and a challenge without a method, are refused', async () => {
    const challenge = pkce().verifier
    const methods: Record<string, string>[] = [{ code_challenge_method: 'plain' }, {}]
    for (const method of methods) {
      const params = redirectParams(
        await app.fetch(authorizeUrl('pkce', { code_challenge: challenge, ...method })),
      )
      assert.equal(params.get('error'), 'invalid_request')
    }
  })

  it('a client without a secret must use it', async () => {
    await putClient(app, 'public', webapp({ secret_required: undefined }, { secret: undefined }))
    assert.equal(redirectParams(await app.fetch(authorizeUrl('public'))).get('error'), 'invalid_request')
    const { verifier, params } = pkce()
    const token = { client_id: 'public', code_verifier: verifier }
    assert.ok((await getTokens(app, 'public', 'ann', { params, token })).access_token)
  })

  it('a verifier for a code without a challenge is refused', async () => {
    const code = await getCode(app, 'webapp', 'ann')
    const exchange = {
      grant_type: 'authorization_code',
      code,
      ...webappSecret,
      code_verifier: pkce().verifier,
    }
    assert.equal(await errorOf(await postToken(app, exchange), 400), 'invalid_grant')
  })
})
