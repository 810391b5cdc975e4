/** OpenID Connect RP-Initiated Logout 1.0 §2, §3, and RFC 6750 §3.1: what is answered to who sends too little. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { authorizeUrl, bearer, getTokens, putClient, putUser, webapp } from '../../support/code-flow.ts'
import { bePatient } from '../../support/patience.ts'
import { openTestApp, type TestApp } from '../../support/test-app.ts'
import { allowThird, putThird } from '../../support/third-party.ts'
import { UserAgent } from '../../support/user-agent.ts'

await bePatient()

const returnUrl = 'https://app.example/bye'
const withReturn = { post_logout_redirect_uris: [returnUrl] }
let app: TestApp
before(async () => {
  app = await openTestApp()
  await putUser(app, 'ann')
  await putThird(app)
  await putClient(app, 'webapp', webapp({}, withReturn))
})
after(() => app.close())

const isSignedIn = async (agent: UserAgent) =>
  (await agent.open(authorizeUrl('webapp', { prompt: 'none' }))).headers.get('location')?.includes('code=')

describe('id_token_hint of a third-party client', () => {
  it('is of the sign-in that its session came from: nobody is asked, and the application goes on', async () => {
    const agent = new UserAgent(app)
    const { id_token = '', access_token } = await allowThird(app, { scope: 'openid' }, agent)
    assert.equal(await isSignedIn(agent), true)
    const page = await agent.open(`/auth/logout?${new URLSearchParams({ id_token_hint: id_token })}`)
    assert.match(await page.text(), /You are signed out/)
    assert.equal(await isSignedIn(agent), false)
    const still = await app.fetch('/auth/userinfo', { headers: bearer(access_token) })
    assert.equal(still.status, 200, 'its own session does not end with the sign-in')
  })

  it('is not of another sign-in of the same person', async () => {
    const { id_token = '' } = await allowThird(app, { scope: 'openid' })
    const agent = new UserAgent(app)
    await getTokens(app, 'webapp', 'ann', { agent })
    const page = await agent.open(`/auth/logout?${new URLSearchParams({ id_token_hint: id_token })}`)
    assert.match(await page.text(), /Sign out\?/)
    assert.equal(await isSignedIn(agent), true)
  })
})

describe('post_logout_redirect_uri', () => {
  const textOf = async (params: Record<string, string>) => {
    const page = await app.fetch(`/auth/logout?${new URLSearchParams(params)}`)
    return { status: page.status, location: page.headers.get('location'), html: await page.text() }
  }

  it('without client_id and id_token_hint: the page says what is missing', async () => {
    const { status, html } = await textOf({ post_logout_redirect_uri: returnUrl })
    assert.equal(status, 400)
    assert.match(html, /send client_id or id_token_hint/)
  })

  it('of an unknown client: the page names it', async () => {
    const { status, html } = await textOf({ post_logout_redirect_uri: returnUrl, client_id: 'nobody' })
    assert.equal(status, 400)
    assert.match(html, /No application “nobody”/)
  })

  it('that is not registered is refused, one that is is followed', async () => {
    const client_id = 'webapp'
    const wrong = await textOf({ post_logout_redirect_uri: 'https://evil.example/', client_id })
    assert.equal(wrong.status, 400)
    assert.match(wrong.html, /not registered/)
    const right = await textOf({ post_logout_redirect_uri: returnUrl, client_id })
    assert.equal(right.location, returnUrl)
  })
})

describe('/auth/userinfo', () => {
  for (const method of ['GET', 'POST']) {
    it(`${method} without credentials: 401 without an error code`, async () => {
      const answer = await app.fetch('/auth/userinfo', { method })
      assert.equal(answer.status, 401)
      assert.equal(answer.headers.get('www-authenticate'), 'Bearer realm="firekeep"')
      const body = await answer.json()
      assert.equal(body.error, undefined)
      assert.match(body.error_description, /access token/)
    })

    it(`${method} with a bad token: invalid_token`, async () => {
      const answer = await app.fetch('/auth/userinfo', { method, headers: bearer('nonsense') })
      assert.equal(answer.status, 401)
      assert.match(answer.headers.get('www-authenticate') ?? '', /error="invalid_token"/)
      assert.equal((await answer.json()).error, 'invalid_token')
    })
  }
})
