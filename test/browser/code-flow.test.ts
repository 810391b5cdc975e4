/** The code grant as a person sees it: the real process, its real pages, a real browser. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Browser, BrowserContext, Page as Tab } from 'playwright-core'
import { type CallbackServer, openCallbackServer } from '../support/callback-server.ts'
import { findChromiumProblem, openChromium } from '../support/chromium.ts'
import { authorizeUrl, password, postToken, putClient, putUser, webapp } from '../support/code-flow.ts'
import { bePatient } from '../support/patience.ts'
import { type RemoteApp, toRemoteApp } from '../support/remote-app.ts'
import { type RunningServer, startServer } from '../support/start-server.ts'

await bePatient()
const problem = await findChromiumProblem()
const skip = problem !== null

describe(`the code grant in Chromium${skip ? ` (skipped: ${problem})` : ''}`, { skip }, () => {
  let server: RunningServer
  let app: RemoteApp
  let client: CallbackServer
  let browser: Browser

  before(async () => {
    const opened = await openChromium()
    assert.ok(opened.browser)
    browser = opened.browser
    client = await openCallbackServer()
    server = await startServer()
    app = toRemoteApp([server])
    const code = { redirect_uri: client.url }
    await putUser(app, 'ann')
    await putClient(app, 'first', webapp(code, { name: 'Our shop' }))
    await putClient(app, 'third', webapp(code, { name: 'A stranger', first_party: false }))
  })
  after(async () => {
    await browser?.close()
    await server?.stop()
    client?.close()
  })

  it('first-party: sign in, arrive at the client, and the code is worth a token', async () => {
    await inBrowser({}, async (tab) => {
      await open(tab, 'first', { state: 'st&te' })
      await tab.getByText('Our shop').waitFor()
      await signIn(tab)
      const params = await arrive(tab)
      assert.equal(params.get('state'), 'st&te')
      assert.equal(params.get('iss'), server.url)
      assert.equal((await exchange('first', params)).status, 200)
    })
  })

  it('a second time needs no page, and the cookie is kept from scripts', async () => {
    await inBrowser({}, async (tab, context) => {
      await open(tab, 'first')
      await signIn(tab)
      await arrive(tab)
      await open(tab, 'first', { state: 'again' })
      assert.equal((await arrive(tab)).get('state'), 'again')
      const cookies = await context.cookies(server.url)
      assert.ok(cookies.length > 0)
      for (const { name, httpOnly, sameSite } of cookies) {
        assert.deepEqual([httpOnly, sameSite], [true, 'Lax'], name)
      }
    })
  })

  it('a wrong password is said, keeps the name, and does not sign in', async () => {
    await inBrowser({}, async (tab) => {
      await open(tab, 'first')
      await signIn(tab, 'not the password')
      assert.match((await tab.getByRole('alert').textContent()) ?? '', /Wrong username or password/)
      assert.equal(await tab.getByLabel('Username or e-mail').inputValue(), 'ann')
      assert.equal(await tab.getByLabel('Password').inputValue(), '')
      await open(tab, 'first')
      assert.equal(await tab.getByRole('button', { name: 'Sign in' }).count(), 1)
      await signIn(tab)
      assert.ok((await arrive(tab)).get('code'))
    })
  })

  it('third-party: deny tells the client, allow gives a code, and is remembered until more is asked for', async () => {
    await inBrowser({}, async (tab) => {
      await open(tab, 'third', { scope: 'openid', state: 'no' })
      await signIn(tab)
      await tab.getByText('A stranger').first().waitFor()
      await tab.locator('button[name=decision][value=deny]').click()
      const denied = await arrive(tab)
      assert.equal(denied.get('error'), 'access_denied')
      assert.equal(denied.get('state'), 'no')
      assert.equal(denied.get('iss'), server.url)
      assert.equal(denied.get('code'), null)

      await open(tab, 'third', { scope: 'openid' })
      await tab.locator('button[name=decision][value=allow]').click()
      assert.equal((await exchange('third', await arrive(tab))).status, 200)

      await open(tab, 'third', { scope: 'openid', state: 'remembered' })
      assert.equal((await arrive(tab)).get('state'), 'remembered')
      await open(tab, 'third', { scope: 'openid email' })
      await tab.locator('button[name=decision][value=allow]').click()
      assert.ok((await arrive(tab)).get('code'))
    })
  })

  it('works without JavaScript, consent and form post too', async () => {
    await app.root('PUT', '/User/bob', { password, email: 'bob@example.com' })
    await inBrowser({ javaScriptEnabled: false }, async (tab) => {
      await open(tab, 'third', { response_mode: 'form_post', state: 'posted' })
      await signIn(tab, password, 'bob')
      await tab.locator('button[name=decision][value=allow]').click()
      await tab.getByRole('button', { name: 'Continue' }).click()
      const params = await arrive(tab)
      assert.equal(params.get('state'), 'posted')
      assert.equal((await exchange('third', params)).status, 200)
    })
  })

  it('a form post goes on by itself with JavaScript', async () => {
    await inBrowser({}, async (tab) => {
      await open(tab, 'first', { response_mode: 'form_post' })
      await signIn(tab)
      assert.equal((await exchange('first', await arrive(tab))).status, 200)
    })
  })

  it('after signing out the next request asks again', async () => {
    await inBrowser({}, async (tab) => {
      await open(tab, 'first')
      await signIn(tab)
      const { access_token } = await (await exchange('first', await arrive(tab))).json()
      await tab.goto(`${server.url}/auth/logout`)
      await tab.locator('form button[type=submit]').first().click()
      await tab.waitForLoadState()
      await open(tab, 'first')
      assert.equal(await tab.getByLabel('Password').count(), 1)
      const headers = { authorization: `Bearer ${access_token}` }
      assert.equal((await app.fetch('/auth/userinfo', { headers })).status, 401)
    })
  })

  it('a request that must not be answered by a redirect is told to the person', async () => {
    await inBrowser({}, async (tab) => {
      const calls = client.calls.length
      const hopeless = [
        ['nobody', client.url],
        ['first', `${client.url}/other`],
      ] as const
      for (const [clientId, redirect_uri] of hopeless) {
        const response = await open(tab, clientId, { redirect_uri })
        assert.equal(response?.status(), 400)
        assert.equal(await tab.locator('h1').count(), 1)
      }
      assert.equal(client.calls.length, calls)
    })
  })

  const open = (tab: Tab, clientId: string, params: Record<string, string> = {}) =>
    tab.goto(server.url + authorizeUrl(clientId, params))

  const exchange = (clientId: string, params: URLSearchParams) =>
    postToken(app, {
      grant_type: 'authorization_code',
      code: params.get('code') ?? '',
      client_id: clientId,
      client_secret: 'verysecret',
    })

  /** What the client was called with when the browser has arrived there. */
  const arrive = async (tab: Tab): Promise<URLSearchParams> => {
    await tab.waitForURL((url) => url.href.startsWith(client.url))
    const params = client.calls.at(-1)
    assert.ok(params)
    return params
  }

  /** A browser with an empty profile; no page may have been kept from something by its own policy. */
  const inBrowser = async (
    options: Parameters<Browser['newContext']>[0],
    work: (tab: Tab, context: BrowserContext) => Promise<void>,
  ) => {
    const context = await browser.newContext(options)
    context.setDefaultTimeout(15_000)
    const tab = await context.newPage()
    const complaints: string[] = []
    tab.on('console', (message) => complaints.push(message.text()))
    tab.on('pageerror', (error) => complaints.push(error.message))
    try {
      await work(tab, context)
    } finally {
      await context.close()
    }
    // Chromium itself notes answers that are errors, such as the 401 of a wrong password.
    assert.deepEqual(
      complaints.filter((text) => !text.startsWith('Failed to load resource: the server responded')),
      [],
    )
  }
})

async function signIn(tab: Tab, secret = password, username = 'ann'): Promise<void> {
  await tab.getByLabel('Username or e-mail').fill(username)
  await tab.getByLabel('Password').fill(secret)
  await tab.getByRole('button', { name: 'Sign in' }).click()
}
