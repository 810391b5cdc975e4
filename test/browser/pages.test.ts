/** Every page in a real browser, wide and narrow, light and dark: no barrier, nothing cut off; and what needs a script. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Browser, BrowserContext, Page as Tab } from 'playwright-core'
import { createBranding } from '../../src/oauth/pages/branding.ts'
import { renderLoginPage } from '../../src/oauth/pages/login-page.ts'
import { findBarriers } from '../support/accessibility.ts'
import { type BrowserAndServer, openBrowserAndServer } from '../support/browser-and-server.ts'
import { findChromiumProblem } from '../support/chromium.ts'
import { authorizeUrl, password, putClient, putUser, webapp } from '../support/code-flow.ts'
import { bePatient } from '../support/patience.ts'
import type { RemoteApp } from '../support/remote-app.ts'
import type { RunningServer } from '../support/start-server.ts'

await bePatient()
const problem = await findChromiumProblem()
const skip = problem !== null
const callback = 'https://client.example/cb'
const timeout = 480_000

describe(`the pages in Chromium${skip ? ` (skipped: ${problem})` : ''}`, { skip }, () => {
  let running: BrowserAndServer
  let server: RunningServer
  let app: RemoteApp
  let browser: Browser

  before(
    async () => {
      running = await openBrowserAndServer()
      ;({ browser, server, app } = running)
      await putUser(app, 'ann', { displayName: 'Ann Lee' })
      const code = { redirect_uri: callback }
      await putClient(app, 'first', webapp(code, { name: 'Our shop' }))
      await putClient(app, 'third', webapp(code, { name: 'A stranger', first_party: false }))
    },
    { timeout },
  )
  after(() => running?.close())

  const open = (tab: Tab, path: string) => tab.goto(server.url + path)
  const ask = (tab: Tab, scope: string) => open(tab, authorizeUrl('third', { scope, prompt: 'consent' }))
  const scopes = 'openid profile user/Patient.read user/*.cruds offline_access'

  /** In this order in one browser: how each page is reached from the one before, and what its heading is. */
  const pages: readonly (readonly [heading: string, reach: (tab: Tab) => Promise<unknown>])[] = [
    ['Welcome', (tab) => open(tab, '/')],
    ['Page not found', (tab) => open(tab, '/nope')],
    ['This address is for applications', (tab) => open(tab, '/openapi.json')],
    ['Sign in', (tab) => open(tab, authorizeUrl('first'))],
    ['Sign in', (tab) => signIn(tab, 'not the password')],
    ['Sign in', (tab) => showThrottled(tab, server.url)],
    ['Please start again', (tab) => open(tab, `/auth/login?request=${'A'.repeat(22)}`)],
    ['We can’t continue', (tab) => open(tab, '/auth/authorize?client_id=nobody')],
    ['Let’s try that again', (tab) => loseCookies(tab, () => ask(tab, scopes))],
    [
      'Allow access?',
      async (tab) => {
        await tab.getByRole('link', { name: 'Continue' }).click()
        await signIn(tab)
      },
    ],
    ['Your account', (tab) => tab.getByRole('link', { name: 'your account page' }).click()],
    [
      'Your account',
      async (tab) => {
        await ask(tab, scopes)
        await tab.getByRole('button', { name: 'Allow', exact: true }).click()
        await tab.waitForURL(`${callback}?**`)
        await open(tab, '/auth/account')
        await tab.getByText('A stranger').first().waitFor()
      },
    ],
    ['Your account', (tab) => tab.getByRole('button', { name: 'Withdraw access' }).first().click()],
    ['You are signed in', (tab) => open(tab, '/auth/login')],
    ['Sign out?', (tab) => open(tab, '/auth/logout')],
    ['You are signed out', (tab) => tab.locator('main form button').first().click()],
  ]

  const looks = [
    { width: 1280, colorScheme: 'light' },
    { width: 1280, colorScheme: 'dark' },
    { width: 390, colorScheme: 'light' },
    { width: 390, colorScheme: 'dark' },
  ] as const

  it('have no barrier, at 1280 and 390 px, in the light and in the dark', { timeout }, async () => {
    // A colour on its way to another one is neither.
    await inBrowser({ reducedMotion: 'reduce' }, async (tab) => {
      for (const [heading, reach] of pages) {
        await reach(tab)
        await tab.getByRole('heading', { level: 1, name: heading }).waitFor()
        for (const { width, colorScheme } of looks) {
          await tab.setViewportSize({ width, height: 800 })
          await tab.emulateMedia({ colorScheme })
          const place = `${heading} at ${tab.url()}, ${width} px, ${colorScheme}`
          assert.deepEqual(await findBarriers(tab), [], place)
        }
      }
    })
  })

  it('show the password and hide it again, and never send it as a shown one', { timeout }, async () => {
    await inBrowser({}, async (tab) => {
      await open(tab, '/auth/login')
      const field = tab.locator('[name=password]')
      await tab.getByRole('button', { name: 'Show' }).click()
      assert.equal(await field.getAttribute('type'), 'text')
      assert.equal(await tab.locator(':focus').getAttribute('name'), 'password')
      await tab.getByRole('button', { name: 'Hide' }).click()
      assert.equal(await field.getAttribute('type'), 'password')
      await tab.getByRole('button', { name: 'Show' }).click()
      await signIn(tab)
      await tab.getByRole('heading', { name: 'You are signed in' }).waitFor()
    })
  })

  it('work without scripts: the button is not there, the account page does what it says', {
    timeout,
  }, async () => {
    await inBrowser({ javaScriptEnabled: false }, async (other) => {
      await open(other, '/auth/account')
      await signIn(other)
      await inBrowser({ javaScriptEnabled: false }, async (tab) => {
        await open(tab, '/auth/account')
        assert.equal(await tab.locator('#show-password').isVisible(), false)
        await signIn(tab)
        await tab.getByRole('button', { name: 'Sign out everywhere' }).click()
        await tab.getByRole('heading', { name: 'You are signed out' }).waitFor()
      })
      await open(other, '/auth/account')
      await other.getByRole('heading', { name: 'Sign in' }).waitFor()
    })
  })

  it('speak the language of the browser, and that of the application before it', { timeout }, async () => {
    await inBrowser({ locale: 'de-AT' }, async (tab) => {
      await open(tab, '/auth/login')
      assert.equal(await tab.locator('html').getAttribute('lang'), 'de')
      await tab.getByRole('button', { name: 'Anmelden' }).waitFor()
      await open(tab, authorizeUrl('third', { ui_locales: 'xx it' }))
      assert.equal(await tab.locator('html').getAttribute('lang'), 'it')
      await signIn(tab)
      await tab.getByRole('button', { name: 'Consenti', exact: true }).waitFor()
    })
  })

  /** No page may have been kept from something by its own policy; the client is answered without a network. */
  async function inBrowser(
    options: Parameters<Browser['newContext']>[0],
    work: (tab: Tab, context: BrowserContext) => Promise<void>,
  ): Promise<void> {
    const context = await browser.newContext({ locale: 'en', ...options })
    context.setDefaultTimeout(60_000)
    await context.route(`${callback}?**`, (route) => route.fulfill({ body: 'arrived' }))
    const tab = await context.newPage()
    const complaints: string[] = []
    tab.on('console', (message) => complaints.push(message.text()))
    tab.on('pageerror', (error) => complaints.push(error.message))
    try {
      await work(tab, context)
    } finally {
      await context.close()
    }
    // Chromium itself notes answers that are errors.
    assert.deepEqual(
      complaints.filter((text) => !text.startsWith('Failed to load resource: the server responded')),
      [],
    )
  }
})

async function signIn(tab: Tab, secret = password): Promise<void> {
  await tab.locator('[name=username]').fill('ann')
  await tab.locator('[name=password]').fill(secret)
  await Promise.all([tab.waitForNavigation(), tab.locator('form button[type=submit]').first().click()])
}

/** The cookies go while the page is open. */
async function loseCookies(tab: Tab, openPage: () => Promise<unknown>): Promise<void> {
  await openPage()
  await tab.context().clearCookies()
  await signIn(tab)
}

/** Not reached by guessing: that would take long, and the others would have to wait, too. */
async function showThrottled(tab: Tab, url: string): Promise<void> {
  const form = { action: '/auth/login', csrfToken: 'token', username: 'ann', retryAfterSeconds: 90 }
  const { html } = renderLoginPage({ branding: await createBranding(), ...form })
  await tab.route(`${url}/throttled`, (route) => route.fulfill({ body: html, contentType: 'text/html' }))
  await tab.goto(`${url}/throttled`)
}
