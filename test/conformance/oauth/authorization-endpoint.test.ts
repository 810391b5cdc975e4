/** The authorization endpoint: RFC 6749 §3.1 and §4.1, RFC 7636, RFC 9207, RFC 9700. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import {
  authorizeUrl,
  getCode,
  pkce,
  putClient,
  putUser,
  redirectParams,
  signIn,
  webapp,
} from '../../support/code-flow.ts'
import { bePatient } from '../../support/patience.ts'
import { baseUrl, openTestApp, type TestApp } from '../../support/test-app.ts'
import { readForm, UserAgent } from '../../support/user-agent.ts'

await bePatient()

let app: TestApp

before(async () => {
  app = await openTestApp()
  await putUser(app, 'ann', { userName: 'ann.lee' })
  await putUser(app, 'bob')
  await putClient(app, 'webapp')
})
after(() => app.close())

describe('RFC 6749 §4.1.2: success', () => {
  it('redirects with code, state and iss, and nothing of it may be cached', async () => {
    const state = 'a b&c=d#é'
    const response = await signIn(new UserAgent(app), authorizeUrl('webapp', { state }), 'ann')
    assert.equal(response.status, 302)
    const params = redirectParams(response)
    assert.equal(params.get('state'), state)
    assert.equal(params.get('iss'), baseUrl)
    assert.match(params.get('code') ?? '', /^[\w-]{43,}$/)
    assert.match(response.headers.get('cache-control') ?? '', /no-store/)
  })

  it('keeps the query of a redirect URI', async () => {
    await putClient(app, 'query', webapp({ redirect_uri: 'https://a.example/cb?tenant=1' }))
    const response = await signIn(new UserAgent(app), authorizeUrl('query'), 'ann')
    assert.match(response.headers.get('location') ?? '', /^https:\/\/a\.example\/cb\?tenant=1&code=/)
  })

  it('needs no second sign-in in the same browser', async () => {
    const agent = new UserAgent(app)
    await getCode(app, 'webapp', 'ann', {}, agent)
    assert.ok(redirectParams(await agent.open(authorizeUrl('webapp'))).get('code'))
  })

  it('takes a POST', async () => {
    const agent = new UserAgent(app)
    await getCode(app, 'webapp', 'ann', {}, agent)
    const response = await agent.open('/auth/authorize', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ response_type: 'code', client_id: 'webapp', state: 'posted' }),
    })
    assert.equal(redirectParams(response).get('state'), 'posted')
  })

  it('lets people sign in with id, userName or e-mail', async () => {
    for (const name of ['ann', 'ann.lee', 'ann@example.com']) assert.ok(await getCode(app, 'webapp', name))
  })

  it('answers by POST with response_mode=form_post', async () => {
    const agent = new UserAgent(app)
    await getCode(app, 'webapp', 'ann', {}, agent)
    const form = await readForm(
      await agent.open(authorizeUrl('webapp', { response_mode: 'form_post', state: 'f' })),
    )
    assert.equal(form.action, 'http://myapp.app')
    assert.equal(form.fields.state, 'f')
    assert.equal(form.fields.iss, baseUrl)
    assert.ok(form.fields.code)
  })
})

describe('RFC 6749 §4.1.2.1: errors that are never redirected', () => {
  const cases: [string, string][] = [
    ['no client_id', '/auth/authorize?response_type=code'],
    ['an unknown client', authorizeUrl('nobody')],
    ['a client id that cannot be one', authorizeUrl('../root')],
    ['a client without a redirect URI', authorizeUrl('root')],
    ['two client_ids', `${authorizeUrl('webapp')}&client_id=webapp`],
    [
      'two redirect URIs',
      `${authorizeUrl('webapp', { redirect_uri: 'http://myapp.app' })}&redirect_uri=http://myapp.app`,
    ],
    ['a foreign redirect URI', authorizeUrl('webapp', { redirect_uri: 'https://evil.example' })],
    ['a script as redirect URI', authorizeUrl('webapp', { redirect_uri: 'javascript:alert(1)' })],
  ]
  for (const [name, url] of cases) {
    it(name, async () => {
      for (const path of [url, url.replace('/auth/authorize', '/auth/grant')]) {
        const response = await app.fetch(path)
        assert.equal(response.status, 400, path)
        assert.equal(response.headers.get('location'), null)
        const html = await response.text()
        assert.doesNotMatch(html, /<script/)
        assert.match(response.headers.get('content-security-policy') ?? '', /default-src 'none'/)
      }
    })
  }

  it('an inactive client', async () => {
    await putClient(app, 'asleep', webapp({}, { active: false }))
    assert.equal((await app.fetch(authorizeUrl('asleep'))).status, 400)
  })
})

describe('RFC 6749 §4.1.2.1: errors for the client', () => {
  const cases: [string, string, Record<string, string>][] = [
    ['unsupported_response_type', 'token', { response_type: 'token' }],
    ['unsupported_response_type', 'id_token', { response_type: 'id_token token' }],
    ['invalid_request', 'no response_type', { response_type: '' }],
    ['invalid_request', 'an unknown prompt', { prompt: 'please' }],
    ['invalid_request', 'prompt=none with another', { prompt: 'none login' }],
    ['invalid_request', 'max_age that is no number', { max_age: '-1' }],
    ['invalid_request', 'an unknown response_mode', { response_mode: 'fragment' }],
    ['invalid_request', 'a method without a challenge', { code_challenge_method: 'S256' }],
    ['invalid_request', 'a challenge that is none', { code_challenge: 'x', code_challenge_method: 'S256' }],
    ['invalid_request', 'an id_token_hint of somebody else', { id_token_hint: 'a.b.c' }],
    ['invalid_scope', 'a scope with a forbidden character', { scope: 'openid "x"' }],
    ['invalid_target', 'a token for a stranger', { resource: 'https://stranger.example' }],
    ['login_required', 'prompt=none without a sign-in', { prompt: 'none' }],
    ['request_not_supported', 'a request object', { request: 'eyJ' }],
    ['request_uri_not_supported', 'a request_uri', { request_uri: 'https://a.example' }],
  ]
  for (const [error, name, params] of cases) {
    it(`${error}: ${name}`, async () => {
      const agent = new UserAgent(app)
      if (name.startsWith('an id_token_hint')) await getCode(app, 'webapp', 'ann', {}, agent)
      const response = await agent.open(authorizeUrl('webapp', { state: 's', ...params }))
      const answer = redirectParams(response)
      assert.equal(answer.get('error'), error, response.headers.get('location') ?? '')
      assert.ok(answer.get('error_description'))
      assert.equal(answer.get('state'), 's')
      assert.equal(answer.get('iss'), baseUrl)
      assert.equal(answer.get('code'), null)
    })
  }

  it('invalid_request: a repeated parameter', async () => {
    const answer = redirectParams(
      await app.fetch(`${authorizeUrl('webapp', { state: 's' })}&scope=a&scope=b`),
    )
    assert.equal(answer.get('error'), 'invalid_request')
  })

  it('invalid_scope: one that the client may not ask for', async () => {
    await putClient(app, 'narrow', webapp({ scopes: ['openid'] }))
    assert.equal(
      redirectParams(await app.fetch(authorizeUrl('narrow', { scope: 'openid email' }))).get('error'),
      'invalid_scope',
    )
    assert.ok(await getCode(app, 'narrow', 'ann', { scope: 'openid' }))
  })

  it('consent_required: prompt=none before consent', async () => {
    await putClient(app, 'third', webapp({}, { first_party: false }))
    const agent = new UserAgent(app)
    await getCode(app, 'webapp', 'ann', {}, agent)
    assert.equal(
      redirectParams(await agent.open(authorizeUrl('third', { prompt: 'none' }))).get('error'),
      'consent_required',
    )
  })
})

describe('RFC 7636', () => {
  it('a challenge at the authorization endpoint binds the code', async () => {
    const { params } = pkce()
    assert.ok(await getCode(app, 'webapp', 'ann', params))
  })
})
