/** A person's own page: what they allowed to applications and where they are signed in, seen and ended. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import {
  authorizeUrl,
  bearer,
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
import { type Form, readForm, UserAgent } from '../../support/user-agent.ts'

await bePatient()

const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
const chrome =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36'

let app: TestApp
before(async () => {
  app = await openTestApp()
  await putClient(app, 'shop', webapp({}, { name: 'Our shop' }))
  await putClient(app, 'third', webapp({}, { name: 'A stranger', first_party: false }))
})
after(() => app.close())

/** A browser that calls itself so. */
function browserOf(userAgent: string): UserAgent {
  const fetch = (url: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers)
    headers.set('user-agent', userAgent)
    return app.fetch(url, { ...init, headers })
  }
  return new UserAgent({ fetch })
}

async function accountOf(agent: UserAgent): Promise<string> {
  const page = await agent.open('/auth/account')
  assert.equal(page.status, 200)
  return await page.text()
}

/** The button of an entry, pressed. */
async function press(agent: UserAgent, html: string, name: string, value: string): Promise<Response> {
  return await agent.submit(formOf(html), { [name]: value })
}

function formOf(html: string): Form {
  const csrf = /action="[^"]*\/auth\/account">\s*<input type="hidden" name="csrf" value="([^"]+)">/.exec(
    html,
  )?.[1]
  assert.ok(csrf, html.slice(-2000))
  return { action: `${baseUrl}/auth/account`, fields: { csrf } }
}

function valueIn(html: string, name: 'withdraw' | 'end'): string {
  const value = new RegExp(`name="${name}" value="([^"]+)"`).exec(html)?.[1]
  assert.ok(value, html.slice(-2000))
  return value
}

async function allow(agent: UserAgent, username: string, scope: string) {
  const page = await signIn(agent, authorizeUrl('third', { scope }), username)
  const code = redirectParams(await agent.submit(await readForm(page), { decision: 'allow' })).get('code')
  return await exchange(code)
}

async function exchange(code: string | null): Promise<string> {
  const body = new URLSearchParams({
    ...{ grant_type: 'authorization_code', code: code ?? '' },
    ...{ client_id: 'third', client_secret: 'verysecret' },
  })
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const tokens = await (await app.fetch('/auth/token', { method: 'POST', headers, body })).json()
  return String(tokens.access_token)
}

async function statusOf(token: string): Promise<number> {
  return (await app.fetch('/auth/userinfo', { headers: bearer(token) })).status
}

describe('the account page', () => {
  it('asks for a sign-in first, and comes back after it', async () => {
    await putUser(app, 'ann')
    const agent = new UserAgent(app)
    const first = await agent.request('/auth/account')
    assert.equal(first.headers.get('location'), `${baseUrl}/auth/login?open=account`)
    const page = await signIn(agent, '/auth/account', 'ann')
    assert.match(await page.text(), /<h1>Your account<\/h1>/)
    const again = await agent.request('/auth/login?open=account')
    assert.equal(again.headers.get('location'), `${baseUrl}/auth/account`)
  })

  it('comes back after a wrong password, too, and leads nowhere else', async () => {
    await putUser(app, 'abe')
    const agent = new UserAgent(app)
    const wrong = await signIn(agent, '/auth/account', 'abe', 'not this')
    const page = await agent.submit(await readForm(wrong), { username: 'abe', password })
    assert.match(await page.text(), /<h1>Your account<\/h1>/)
    for (const elsewhere of ['https://evil.example/', '//evil.example', '/auth/logout', 'javascript:x'])
      assert.equal((await agent.open(`/auth/login?${new URLSearchParams({ open: elsewhere })}`)).status, 400)
  })

  it('says where there is nothing yet', async () => {
    await putUser(app, 'bea')
    const agent = browserOf(firefox)
    const html = await (await signIn(agent, '/auth/account', 'bea')).text()
    assert.match(html, /You have not given any application access/)
    assert.match(html, /Firefox on Linux<\/bdi> <span class="badge">This browser<\/span>/)
    assert.match(html, /from <bdi>203\.0\.113\.7<\/bdi>/)
    assert.doesNotMatch(html, /name="(?:end|end_all|withdraw)"/)
  })

  it('shows what was allowed in words, and withdraws it with its sessions', async () => {
    await putUser(app, 'cleo')
    const agent = browserOf(firefox)
    const token = await allow(agent, 'cleo', 'openid user/Patient.rs')
    assert.equal(await statusOf(token), 200)
    const html = await accountOf(agent)
    assert.match(html, /A stranger.*know who you are when you sign in.*read patient records/s)
    const done = await (await press(agent, html, 'withdraw', valueIn(html, 'withdraw'))).text()
    assert.match(done, /role="status">Access withdrawn\./)
    assert.match(done, /You have not given any application access/)
    assert.equal(await statusOf(token), 401)
    const asked = await agent.open(authorizeUrl('third', { scope: 'openid' }))
    assert.match(await asked.text(), /Allow access\?/)
  })

  it('shows other browsers with their applications, and ends their sign-in', async () => {
    await putUser(app, 'dan')
    const [here, there] = [browserOf(firefox), browserOf(chrome)]
    await signIn(here, '/auth/login', 'dan')
    const { access_token: token } = await getTokens(app, 'shop', 'dan', { agent: there })
    const html = await accountOf(here)
    assert.match(
      html,
      /Firefox on Linux.*This browser.*Chrome on Windows.*Applications: <bdi>Our shop<\/bdi>/s,
    )
    const done = await (await press(here, html, 'end', valueIn(html, 'end'))).text()
    assert.match(done, /Signed out there\./)
    assert.doesNotMatch(done, /Chrome on Windows/)
    assert.equal(await statusOf(token), 401)
    assert.match(await (await there.open('/auth/account')).text(), /<h1>Sign in<\/h1>/)
    assert.match(await accountOf(here), /This browser/)
  })

  it('shows an application on its own once, however often it asked, and ends it whole', async () => {
    await putUser(app, 'dora')
    const agent = browserOf(firefox)
    const tokens = [await allow(agent, 'dora', 'openid')]
    const code = redirectParams(await agent.open(authorizeUrl('third', { scope: 'openid' }))).get('code')
    tokens.push(await exchange(code))
    const html = await accountOf(agent)
    const entries = html.match(/<h3 id="place-\d+"><bdi>A stranger<\/bdi>/g)
    assert.equal(entries?.length, 1)
    const done = await (await press(agent, html, 'end', valueIn(html, 'end'))).text()
    assert.doesNotMatch(done, /name="end"/)
    for (const token of tokens) assert.equal(await statusOf(token), 401)
    assert.match(done, /This browser/)
  })

  it('signs out everywhere', async () => {
    await putUser(app, 'eve')
    const [here, there] = [browserOf(firefox), browserOf(chrome)]
    await signIn(here, '/auth/login', 'eve')
    const token = await allow(there, 'eve', 'openid')
    const html = await accountOf(here)
    const page = await press(here, html, 'end_all', 'true')
    assert.match(await page.text(), /You are signed out/)
    assert.equal(await statusOf(token), 401)
    for (const agent of [here, there])
      assert.match(await (await agent.open('/auth/account')).text(), /<h1>Sign in<\/h1>/)
  })
})

describe('the forms of the account page', () => {
  it('do nothing to what belongs to others', async () => {
    await putUser(app, 'fay')
    await putUser(app, 'gus')
    const [fay, gus] = [browserOf(firefox), browserOf(chrome)]
    const token = await allow(fay, 'fay', 'openid')
    const other = browserOf(chrome)
    for (const agent of [other, gus, browserOf(firefox)])
      await signIn(agent, '/auth/login', agent === other ? 'fay' : 'gus')
    const theirs = await accountOf(fay)
    const own = await accountOf(gus)
    await press(gus, own, 'withdraw', valueIn(theirs, 'withdraw'))
    await press(gus, own, 'end', valueIn(theirs, 'end'))
    await press(gus, own, 'end', 'no-such-session')
    assert.equal(await statusOf(token), 200)
    assert.match(await accountOf(other), /A stranger/)
  })

  it('are refused without their token, with that of another sign-in, and from another site', async () => {
    await putUser(app, 'hal')
    await putUser(app, 'ida')
    const [hal, ida] = [browserOf(firefox), browserOf(chrome)]
    const token = await allow(hal, 'hal', 'openid')
    for (const agent of [ida, browserOf(firefox)]) await signIn(agent, '/auth/login', 'ida')
    const html = await accountOf(hal)
    const values = { withdraw: valueIn(html, 'withdraw') }
    const form = formOf(html)
    const refused = [
      await hal.submit({ ...form, fields: {} }, values),
      await hal.submit(formOf(await accountOf(ida)), values),
      await hal.submit(form, values, { origin: 'https://evil.example' }),
    ]
    for (const response of refused) {
      assert.equal(response.status, 403)
      assert.match(await response.text(), new RegExp(`href="${baseUrl}/auth/account">Continue`))
    }
    assert.equal(await statusOf(token), 200)
    const stranger = await new UserAgent(app).request('/auth/account', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ ...form.fields, ...values }),
    })
    assert.equal(stranger.headers.get('location'), `${baseUrl}/auth/login?open=account`)
  })
})
