/** Settings of a Client that count at the authorization endpoint, each with what it allows and what it refuses. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import {
  allowUser,
  authorizeUrl,
  errorOf,
  getCode,
  getTokens,
  pkce,
  postToken,
  putClient,
  putUser,
  redirectParams,
  signIn,
  webapp,
  webappSecret,
} from '../../support/code-flow.ts'
import { bePatient } from '../../support/patience.ts'
import { baseUrl, openTestApp, type TestApp } from '../../support/test-app.ts'
import { readForm, UserAgent } from '../../support/user-agent.ts'

await bePatient()

let app: TestApp

before(async () => {
  app = await openTestApp()
  await putUser(app, 'ann')
  await allowUser(app, 'ann')
})
after(() => app.close())

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
