/** The pages in a real browser: the policy lets them work, and the redirect behind a form arrives. */
import assert from 'node:assert/strict'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, describe, it } from 'node:test'
import type { Browser, Page as Tab } from 'playwright-core'
import { createBranding, createBrandings } from '../../../../src/oauth/pages/branding.ts'
import { renderFormPostPage } from '../../../../src/oauth/pages/form-post-page.ts'
import { languages } from '../../../../src/oauth/pages/languages.ts'
import { renderLoginPage } from '../../../../src/oauth/pages/login-page.ts'
import { toPageResponse } from '../../../../src/oauth/pages/page-response.ts'
import { findChromiumProblem, openChromium } from '../../../support/chromium.ts'
import { renderSamples } from './page-samples.ts'

const problem = await findChromiumProblem()
const skip = problem !== null
// A browser on a busy machine takes longer than the five seconds that Bun gives a test.
const timeout = 60_000
const svg = `data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"/>')}`
const branding = await createBranding({ logoUrl: svg })

describe(`pages in Chromium${skip ? ` (skipped: ${problem})` : ''}`, { skip }, () => {
  let browser: Browser
  let client: Server
  let server: Server
  let clientUrl = ''
  let baseUrl = ''
  /** What `form-action` of the login page allows besides this server. */
  let allowed: string[] = []

  before(
    async () => {
      const opened = await openChromium()
      assert.ok(opened.browser)
      browser = opened.browser
      client = await listen(
        async (request) => new Response(`client: ${request.method} ${await request.text()}`),
      )
      clientUrl = toUrl(client)
      server = await listen((request) => {
        const { pathname } = new URL(request.url)
        const name = pathname.slice(1)
        if (name === 'login') return toPageResponse(toLoginPage(), { formAction: allowed })
        if (name === 'submit') return new Response(null, { status: 303, headers: { location: '/authorize' } })
        if (name === 'authorize') {
          return new Response(null, { status: 302, headers: { location: `${clientUrl}/cb?code=1` } })
        }
        if (name === 'form-post') {
          const page = renderFormPostPage({
            branding,
            redirectUri: `${clientUrl}/cb`,
            fields: { code: 'c', state: `"'<&` },
          })
          return toPageResponse(page, { formAction: [`${clientUrl}/cb`] })
        }
        const page = renderSamples(branding, (field) => field)[name]
        return page === undefined ? new Response(null, { status: 404 }) : toPageResponse(page)
      })
      baseUrl = toUrl(server)
    },
    { timeout },
  )

  after(async () => {
    await browser?.close()
    for (const one of [client, server]) one?.close()
  })

  it('every page is shown as it was made, in the dark and on the narrowest phone too', {
    timeout,
  }, async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const context = await browser.newContext({
        colorScheme,
        viewport: { width: 320, height: 640 },
        javaScriptEnabled: false,
      })
      const tab = await context.newPage()
      const complaints = listenTo(tab)
      for (const name of Object.keys(renderSamples(branding, (field) => field))) {
        await tab.goto(`${baseUrl}/${name}`)
        const main = await tab.locator('main').boundingBox()
        assert.ok(main !== null && main.x >= 0 && main.x + main.width <= 320, `${name} fits`)
        assert.equal((await tab.locator('header img').boundingBox())?.width, 8, `${name} shows the logo`)
      }
      assert.deepEqual(complaints, [])
      await context.close()
    }
  })

  it('no language is too long for the narrowest phone', { timeout }, async () => {
    const context = await browser.newContext({
      viewport: { width: 320, height: 640 },
      javaScriptEnabled: false,
    })
    const tab = await context.newPage()
    const brandings = await createBrandings()
    for (const language of Object.keys(languages)) {
      const headers = new Headers({ 'accept-language': language })
      const pages = renderSamples(brandings.of({ headers, queryString: undefined }), (field) => field)
      for (const [name, { html }] of Object.entries(pages)) {
        await tab.setContent(html)
        const width = await tab.locator('html').evaluate((element) => element.scrollWidth)
        assert.ok(width <= 320, `${name} in ${language} is ${width} px wide`)
      }
    }
    await context.close()
  })

  it('after a sign-in the redirect to the client arrives', { timeout }, async () => {
    allowed = [`${clientUrl}/cb`]
    const tab = await browser.newPage()
    const complaints = listenTo(tab)
    await tab.goto(`${baseUrl}/login`)
    await signIn(tab)
    await tab.waitForURL(`${clientUrl}/cb?code=1`)
    assert.deepEqual(complaints, [])
    await tab.close()
  })

  it('a redirect to an origin that was not named is stopped', { timeout }, async () => {
    allowed = []
    const tab = await browser.newPage()
    await tab.goto(`${baseUrl}/login`)
    const complaint = tab.waitForEvent('console')
    await signIn(tab)
    assert.match((await complaint).text(), /form-action/)
    assert.equal(tab.url(), `${baseUrl}/login`)
    await tab.close()
  })

  it('the login form is found by its labels, and the error by its role', { timeout }, async () => {
    const tab = await browser.newPage()
    await tab.goto(`${baseUrl}/login`)
    assert.equal(await tab.getByRole('alert').textContent(), 'Wrong.')
    assert.equal(await tab.getByLabel('Username or e-mail').inputValue(), 'ada')
    assert.equal(await tab.locator(':focus').getAttribute('name'), 'password')
    assert.equal(await tab.locator('button[type=submit]').textContent(), 'Sign in')
    await tab.close()
  })

  for (const javaScriptEnabled of [true, false]) {
    it(`a form post reaches the client ${javaScriptEnabled ? 'by itself' : 'by its button without JavaScript'}`, {
      timeout,
    }, async () => {
      const context = await browser.newContext({ javaScriptEnabled })
      const tab = await context.newPage()
      const complaints = listenTo(tab)
      await tab.goto(`${baseUrl}/form-post`)
      if (!javaScriptEnabled) await tab.getByRole('button', { name: 'Continue' }).click()
      await tab.waitForURL(`${clientUrl}/cb`)
      assert.equal(await tab.locator('body').textContent(), 'client: POST code=c&state=%22%27%3C%26')
      assert.deepEqual(complaints, [])
      await context.close()
    })
  }
})

function toLoginPage() {
  return renderLoginPage({ branding, action: '/submit', csrfToken: 't', username: 'ada', error: 'Wrong.' })
}

async function signIn(tab: Tab): Promise<void> {
  await tab.getByLabel('Password').fill('secret')
  await tab.getByRole('button', { name: 'Sign in' }).click()
}

/** What the browser says of the page: violations of its policy, refused requests, errors. */
function listenTo(tab: Tab): string[] {
  const complaints: string[] = []
  tab.on('console', (message) => {
    complaints.push(message.text())
  })
  tab.on('pageerror', (error) => {
    complaints.push(error.message)
  })
  return complaints
}

function toUrl(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** A server on a free port that answers as a web handler does. */
async function listen(handle: (request: Request) => Response | Promise<Response>): Promise<Server> {
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Uint8Array[] = []
    for await (const chunk of incoming) chunks.push(chunk)
    const body = chunks.length === 0 ? undefined : Buffer.concat(chunks)
    const response = await handle(
      new Request(`http://localhost${incoming.url}`, { method: incoming.method, body }),
    )
    outgoing.writeHead(response.status, Object.fromEntries(response.headers))
    outgoing.end(await response.text())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return server
}
