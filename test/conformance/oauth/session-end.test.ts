/** How sessions end, and that their tokens end with them: RFC 7009, RP-Initiated Logout, `DELETE /Session`. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import {
  allowUser,
  authorizeUrl,
  basic,
  bearer,
  errorOf,
  getCode,
  getTokens,
  password,
  putClient,
  putUser,
  refresh,
  type Tokens,
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
  await putClient(app, 'webapp', webapp({}, { post_logout_redirect_uris: ['http://myapp.app/bye'] }))
  await putClient(app, 'opaque', webapp({ token_format: undefined }))
})
after(() => app.close())

const use = async (tokens: Tokens) =>
  (await app.fetch('/Client', { headers: bearer(tokens.access_token) })).status

async function assertOver(tokens: Tokens, client: Record<string, string> = webappSecret): Promise<void> {
  assert.equal(await use(tokens), 401)
  assert.equal(await errorOf(await refresh(app, tokens.refresh_token ?? '', client), 400), 'invalid_grant')
}

describe('DELETE /Session', () => {
  for (const clientId of ['webapp', 'opaque']) {
    it(`ends the session of its token at once (${clientId})`, async () => {
      const tokens = await getTokens(app, clientId, 'ann')
      const other = await getTokens(app, clientId, 'ann')
      assert.equal(await use(tokens), 200)
      const response = await app.fetch('/Session', { method: 'DELETE', headers: bearer(tokens.access_token) })
      assert.equal(response.status, 200)
      assert.equal((await response.json()).active, false)
      await assertOver(tokens, { client_id: clientId, client_secret: 'verysecret' })
      assert.equal(await use(other), 200, 'another session of the user goes on')
    })
  }

  it('needs a token', async () => {
    assert.equal((await app.fetch('/Session', { method: 'DELETE' })).status, 401)
  })

  it('of a first-party client ends the sign-in of the browser too', async () => {
    const agent = new UserAgent(app)
    const tokens = await getTokens(app, 'webapp', 'ann', { agent })
    await app.fetch('/Session', { method: 'DELETE', headers: bearer(tokens.access_token) })
    const page = await agent.open(authorizeUrl('webapp'))
    assert.equal(page.status, 200)
    assert.match(await page.text(), /name="password"/)
  })

  it('of a third-party client leaves the sign-in of the browser', async () => {
    await putClient(app, 'third', webapp({}, { first_party: false }))
    const agent = new UserAgent(app)
    await getCode(app, 'webapp', 'ann', {}, agent)
    const page = await agent.open(authorizeUrl('third'))
    const answer = await agent.submit(await readForm(page), { decision: 'allow' })
    const code = new URL(answer.headers.get('location') ?? '').searchParams.get('code') ?? ''
    const body = { grant_type: 'authorization_code', code, client_id: 'third', client_secret: 'verysecret' }
    const response = await app.fetch('/auth/token', { method: 'POST', body: new URLSearchParams(body) })
    const tokens = await response.json()
    await app.fetch('/Session', { method: 'DELETE', headers: bearer(tokens.access_token) })
    assert.equal(await use(tokens), 401)
    assert.ok((await agent.open(authorizeUrl('webapp'))).headers.get('location')?.includes('code='))
  })
})

describe('RFC 7009: revocation', () => {
  const revoke = (token: string, client: Record<string, string> = webappSecret) =>
    app.fetch('/auth/revoke', { method: 'POST', body: new URLSearchParams({ token, ...client }) })

  for (const clientId of ['webapp', 'opaque']) {
    it(`an access token ends alone (${clientId})`, async () => {
      const client = { client_id: clientId, client_secret: 'verysecret' }
      const tokens = await getTokens(app, clientId, 'ann')
      assert.equal(await use(tokens), 200)
      assert.equal((await revoke(tokens.access_token, client)).status, 200)
      assert.equal(await use(tokens), 401)
      assert.equal((await refresh(app, tokens.refresh_token ?? '', client)).status, 200)
    })
  }

  it('a refresh token ends its session', async () => {
    const tokens = await getTokens(app, 'webapp', 'ann')
    assert.equal((await revoke(tokens.refresh_token ?? '')).status, 200)
    await assertOver(tokens)
  })

  it('tells nothing of tokens that are unknown or of somebody else, and leaves them', async () => {
    await putClient(app, 'stranger')
    const tokens = await getTokens(app, 'webapp', 'ann')
    const stranger = { client_id: 'stranger', client_secret: 'verysecret' }
    for (const token of ['unknown', tokens.access_token, tokens.refresh_token ?? '']) {
      assert.equal((await revoke(token, stranger)).status, 200)
    }
    assert.equal(await use(tokens), 200)
    assert.equal(
      await errorOf(await revoke(tokens.access_token, { client_id: 'webapp' }), 401),
      'invalid_client',
    )
  })
})

describe('RFC 7662: introspection', () => {
  const introspect = async (token: string, authorization = basic('opaque', 'verysecret')) =>
    await app.fetch('/auth/introspect', {
      method: 'POST',
      headers: { authorization },
      body: new URLSearchParams({ token }),
    })

  it('describes a live token and says only that others are not active', async () => {
    const tokens = await getTokens(app, 'opaque', 'ann', { params: { scope: 'openid' } })
    const live = await (await introspect(tokens.access_token)).json()
    assert.equal(live.active, true)
    assert.equal(live.sub, 'ann')
    assert.equal(live.client_id, 'opaque')
    assert.equal(live.scope, 'openid')
    await app.fetch('/Session', { method: 'DELETE', headers: bearer(tokens.access_token) })
    assert.deepEqual(await (await introspect(tokens.access_token)).json(), { active: false })
    assert.deepEqual(await (await introspect('unknown')).json(), { active: false })
  })

  it('needs a client that proves itself', async () => {
    assert.equal(await errorOf(await introspect('x', basic('opaque', 'wrong')), 401), 'invalid_client')
  })
})

describe('users and clients', () => {
  const endings: [string, () => Promise<unknown>][] = [
    ['the user becomes inactive', () => putUser(app, 'eve', { inactive: true })],
    ['the password changes', () => putUser(app, 'eve', { password: 'another password' })],
    ['the user is deleted', () => app.root('DELETE', '/User/eve')],
  ]
  for (const [name, ending] of endings) {
    it(`sessions end when ${name}`, async () => {
      await putUser(app, 'eve')
      await allowUser(app, 'eve')
      const tokens = await getTokens(app, 'webapp', 'eve')
      assert.equal(await use(tokens), 200)
      await ending()
      await assertOver(tokens)
      await putUser(app, 'eve', { inactive: false })
      assert.equal(await use(tokens), 401, 'they do not come back')
    })
  }

  it('go on when something else of the user changes, or the same password is written', async () => {
    await putUser(app, 'ann')
    const tokens = await getTokens(app, 'webapp', 'ann')
    await putUser(app, 'ann', { displayName: 'Ann', password })
    assert.equal(await use(tokens), 200)
  })

  it('end when the client is deactivated or deleted', async () => {
    const client = { client_id: 'brief', client_secret: 'verysecret' }
    for (const ending of [
      () => putClient(app, 'brief', webapp({}, { active: false })),
      () => app.root('DELETE', '/Client/brief'),
    ]) {
      await putClient(app, 'brief')
      const tokens = await getTokens(app, 'brief', 'ann')
      assert.equal(await use(tokens), 200)
      await ending()
      assert.equal(await use(tokens), 401)
      await putClient(app, 'brief')
      assert.equal(await use(tokens), 401, 'they do not come back')
      assert.equal(
        await errorOf(await refresh(app, tokens.refresh_token ?? '', client), 400),
        'invalid_grant',
      )
    }
  })

  it('are resources that an administrator finds and deletes', async () => {
    const tokens = await getTokens(app, 'webapp', 'ann')
    const bundle = await app.root(
      'GET',
      '/Session?user=User/ann&client=Client/webapp&active=true&_count=1000',
    )
    const entries = bundle.entry as { resource: { id: string } }[]
    assert.ok(entries.length > 0)
    assert.doesNotMatch(JSON.stringify(bundle), new RegExp(tokens.refresh_token ?? 'x'))
    for (const { resource } of entries) await app.root('DELETE', `/Session/${resource.id}`)
    assert.equal(await use(tokens), 401)
  })
})

describe('OpenID Connect RP-Initiated Logout', () => {
  async function signedIn(): Promise<{ agent: UserAgent; tokens: Tokens }> {
    const agent = new UserAgent(app)
    return { agent, tokens: await getTokens(app, 'webapp', 'ann', { agent, params: { scope: 'openid' } }) }
  }

  it('asks first, and then ends the sign-in and the first-party clients’ sessions', async () => {
    const { agent, tokens } = await signedIn()
    const page = await agent.open('/auth/logout')
    assert.equal(page.status, 200)
    assert.equal(await use(tokens), 200, 'nothing ends by a link')
    const done = await agent.submit(await readForm(page), {})
    assert.equal(done.status, 200)
    assert.match(done.headers.get('set-cookie') ?? '', /Max-Age=0/)
    await assertOver(tokens)
    assert.match(await (await agent.open(authorizeUrl('webapp'))).text(), /name="password"/)
  })

  it('does not ask with an ID token of this sign-in, and returns where the client registered', async () => {
    const { agent, tokens } = await signedIn()
    const query = new URLSearchParams({
      id_token_hint: tokens.id_token ?? '',
      post_logout_redirect_uri: 'http://myapp.app/bye',
      state: 'st',
    })
    const response = await agent.open(`/auth/logout?${query}`)
    assert.equal(response.headers.get('location'), 'http://myapp.app/bye?state=st')
    await assertOver(tokens)
  })

  it('asks with an ID token of another sign-in', async () => {
    const { agent, tokens } = await signedIn()
    const other = await signedIn()
    const page = await agent.open(`/auth/logout?id_token_hint=${other.tokens.id_token}`)
    assert.equal(page.status, 200)
    assert.equal(await use(tokens), 200)
    assert.equal(await use(other.tokens), 200)
  })

  it('follows no address that is not registered', async () => {
    const { agent, tokens } = await signedIn()
    const queries: Record<string, string>[] = [
      { post_logout_redirect_uri: 'https://evil.example' },
      { client_id: 'webapp', post_logout_redirect_uri: 'http://myapp.app/bye2' },
      { id_token_hint: 'a.b.c' },
    ]
    for (const query of queries) {
      const response = await agent.open(`/auth/logout?${new URLSearchParams(query)}`)
      assert.equal(response.status, 400)
      assert.equal(response.headers.get('location'), null)
    }
    assert.equal(await use(tokens), 200)
  })

  it('a form of another site does not sign anybody out', async () => {
    const { agent, tokens } = await signedIn()
    const form = { action: `${baseUrl}/auth/logout`, fields: {} }
    assert.equal((await agent.submit(form, { csrf: 'guessed' })).status, 403)
    assert.equal(await use(tokens), 200)
  })
})
