/** The login page: what it asks, whom it lets in, and how it is protected. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import {
  authorizeUrl,
  getCode,
  getTokens,
  password,
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

describe('OpenID Connect Core §3.1.2.1: prompt and max_age', () => {
  it('prompt=login asks again, once', async () => {
    const agent = new UserAgent(app)
    await getCode(app, 'webapp', 'ann', {}, agent)
    const response = await signIn(agent, authorizeUrl('webapp', { prompt: 'login' }), 'bob')
    assert.ok(redirectParams(response).get('code'))
  })

  it('prompt=consent asks a third-party client’s user again', async () => {
    await putClient(app, 'asks', webapp({}, { first_party: false }))
    const agent = new UserAgent(app)
    const page = await signIn(agent, authorizeUrl('asks'), 'ann')
    await agent.submit(await readForm(page), { decision: 'allow' })
    const again = await agent.open(authorizeUrl('asks', { prompt: 'consent' }))
    assert.equal(again.status, 200)
    assert.ok(redirectParams(await agent.submit(await readForm(again), { decision: 'allow' })).get('code'))
  })

  it('max_age asks again when the sign-in is older', async () => {
    const agent = new UserAgent(app)
    await getCode(app, 'webapp', 'ann', {}, agent)
    app.clock.advance(100)
    assert.ok(redirectParams(await agent.open(authorizeUrl('webapp', { max_age: '200' }))).get('code'))
    const old = await signIn(agent, authorizeUrl('webapp', { max_age: '50' }), 'ann')
    assert.ok(redirectParams(old).get('code'))
  })

  it('id_token_hint of another user asks for a sign-in', async () => {
    const { id_token = '' } = await getTokens(app, 'webapp', 'bob', { params: { scope: 'openid' } })
    const agent = new UserAgent(app)
    await getCode(app, 'webapp', 'ann', {}, agent)
    const silent = await agent.open(authorizeUrl('webapp', { prompt: 'none', id_token_hint: id_token }))
    assert.equal(redirectParams(silent).get('error'), 'login_required')
  })

  it('login_hint is filled in', async () => {
    const html = await (
      await new UserAgent(app).open(authorizeUrl('webapp', { login_hint: 'x"><b>' }))
    ).text()
    assert.match(html, /value="x&quot;&gt;&lt;b&gt;"/)
  })
})

describe('the login page', () => {
  it('answers a wrong password and an unknown user alike, and sets no session', async () => {
    const pages: string[] = []
    for (const [name, secret] of [
      ['ann', 'wrong'],
      ['nobody', password],
    ] as const) {
      const agent = new UserAgent(app)
      const response = await signIn(agent, authorizeUrl('webapp'), name, secret)
      assert.equal(response.status, 401)
      assert.ok(![...agent.cookies.keys()].some((cookie) => cookie.endsWith('session')))
      pages.push((await response.text()).replaceAll(/value="[^"]*"/g, ''))
    }
    assert.equal(pages[0], pages[1])
  })

  it('refuses a user who is inactive', async () => {
    for (const state of [{ inactive: true }, { active: false }]) {
      await putUser(app, 'gone', state)
      assert.equal((await signIn(new UserAgent(app), authorizeUrl('webapp'), 'gone')).status, 401)
    }
  })

  it('refuses a form without its token, with that of another browser, or from another site', async () => {
    const [agent, other] = [new UserAgent(app), new UserAgent(app)]
    const form = await readForm(await agent.open(authorizeUrl('webapp')))
    const theirs = await readForm(await other.open(authorizeUrl('webapp')))
    const values = { username: 'ann', password }
    assert.equal((await agent.submit({ ...form, fields: {} }, values)).status, 403)
    assert.equal((await agent.submit({ ...form, fields: theirs.fields }, values)).status, 403)
    assert.equal((await agent.submit(form, values, { origin: 'https://evil.example' })).status, 403)
    assert.equal((await agent.submit(form, values, { origin: 'null' })).status, 403)
    assert.ok(redirectParams(await agent.submit(form, values)).get('code'))
  })

  it('gives a cookie that scripts and other sites cannot use, new after each sign-in', async () => {
    const agent = new UserAgent(app)
    const page = await agent.open(authorizeUrl('webapp'))
    const form = await readForm(page)
    const response = await agent.request(form.action, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: baseUrl },
      body: new URLSearchParams({ ...form.fields, username: 'ann', password }),
    })
    const cookie = response.headers.getSetCookie().find((one) => one.startsWith('firekeep_session=')) ?? ''
    assert.match(cookie, /HttpOnly/)
    assert.match(cookie, /SameSite=Lax/)
    const first = agent.cookies.get('firekeep_session')
    await signIn(agent, authorizeUrl('webapp', { prompt: 'login' }), 'ann')
    assert.notEqual(agent.cookies.get('firekeep_session'), first)
  })

  it('is Secure and __Host- on https', async () => {
    const secure = await openTestApp({ BASE_URL: 'https://server.test' })
    try {
      const response = await secure.fetch('https://server.test/auth/login')
      assert.match(
        response.headers.get('set-cookie') ?? '',
        /^__Host-firekeep_form=[\w-]+; Path=\/; HttpOnly; SameSite=Lax; Secure$/,
      )
    } finally {
      await secure.close()
    }
  })

  it('slows down after failures, tells how long, and lets the right password in from elsewhere', async () => {
    await putUser(app, 'target')
    const agent = new UserAgent(app)
    let response = await signIn(agent, authorizeUrl('webapp'), 'target', 'wrong')
    for (let attempt = 0; attempt < 10 && response.status !== 429; attempt += 1) {
      response = await signIn(agent, authorizeUrl('webapp'), 'target', 'wrong')
    }
    assert.equal(response.status, 429)
    const wait = Number(response.headers.get('retry-after'))
    assert.ok(wait >= 1)
    const elsewhere = new UserAgent({
      fetch: (path, init) =>
        app.app.fetch(
          new Request(path.startsWith('/') ? `${baseUrl}${path}` : path, { redirect: 'manual', ...init }),
          '198.51.100.9',
        ),
    })
    assert.ok(redirectParams(await signIn(elsewhere, authorizeUrl('webapp'), 'target')).get('code'))
    app.clock.advance(wait + 1)
    assert.ok(redirectParams(await signIn(agent, authorizeUrl('webapp'), 'target')).get('code'))
  })

  it('leads nowhere else: the request in its URL is checked again', async () => {
    const agent = new UserAgent(app)
    const url = `/auth/login?${new URLSearchParams({ client_id: 'webapp', redirect_uri: 'https://evil.example' })}`
    assert.equal((await agent.open(url)).status, 400)
  })

  it('without a request: signs in, and shows who is', async () => {
    const agent = new UserAgent(app)
    const page = await signIn(agent, '/auth/login', 'ann')
    assert.equal(page.status, 200)
    assert.match(await page.text(), /ann/)
  })
})
