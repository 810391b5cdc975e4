/** The console in a real browser against the real server: who is signed in, from the first page to signing out. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Browser } from 'playwright-core'
import { type BrowserAndServer, openBrowserAndServer } from '../support/browser-and-server.ts'
import { findChromiumProblem } from '../support/chromium.ts'
import { password, putUser } from '../support/code-flow.ts'
import { inConsole, signInToConsole } from '../support/console-tab.ts'
import { bePatient } from '../support/patience.ts'
import type { RemoteApp } from '../support/remote-app.ts'
import type { RunningServer } from '../support/start-server.ts'

await bePatient()
const problem = await findChromiumProblem()
const skip = problem !== null
const timeout = 480_000

describe(`the session of the console in Chromium${skip ? ` (skipped: ${problem})` : ''}`, { skip }, () => {
  let running: BrowserAndServer
  let server: RunningServer
  let app: RemoteApp
  let browser: Browser

  before(
    async () => {
      running = await openBrowserAndServer()
      ;({ browser, server, app } = running)
      await putUser(app, 'ann', { displayName: 'Ann Lee' })
    },
    { timeout },
  )
  after(() => running?.close())

  it('signs in by the code grant, keeps no token but in memory, and is signed in after a reload', {
    timeout,
  }, async () => {
    await inConsole(browser, { url: server.url }, async ({ tab }) => {
      await tab.goto(`${server.url}/ui`)
      await signInToConsole(tab, 'ann', password)
      await tab.getByText('Ann Lee').waitFor()
      await tab.waitForURL(`${server.url}/ui`)
      const kept = await tab.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]))
      assert.equal(kept, '[{},{}]')
      await tab.reload()
      await tab.getByText('Ann Lee').waitFor()
    })
  })

  it('comes back to the page that was asked for', { timeout }, async () => {
    await inConsole(browser, { url: server.url }, async ({ tab }) => {
      await tab.goto(`${server.url}/ui/nothing/here?a=b`)
      await signInToConsole(tab, 'ann', password)
      await tab.getByRole('heading', { name: 'Nothing is here' }).waitFor()
      await tab.waitForURL(`${server.url}/ui/nothing/here?a=b`)
    })
  })

  it('ends the session when it signs out, here, in other tabs, and on the server', { timeout }, async () => {
    await inConsole(browser, { url: server.url }, async ({ tab, context }) => {
      await tab.goto(`${server.url}/ui`)
      await signInToConsole(tab, 'ann', password)
      const token = await takeToken(tab)
      const other = await context.newPage()
      await other.goto(`${server.url}/ui`)
      await other.getByText('Ann Lee').waitFor()
      await tab.getByRole('button', { name: 'Sign out' }).click()
      await tab.getByRole('heading', { name: 'Welcome' }).waitFor()
      await other.getByRole('heading', { name: 'Welcome' }).waitFor()
      await tab.waitForURL(`${server.url}/ui`)
      const headers = { authorization: `Bearer ${token}` }
      assert.equal((await app.fetch('/auth/userinfo', { headers })).status, 401)
      await tab.reload()
      await tab.getByRole('heading', { name: 'Welcome' }).waitFor()
    })
  })
})

/** The one that the console uses: seen on its way. */
async function takeToken(tab: import('playwright-core').Page): Promise<string> {
  const answered = tab.waitForResponse((response) => response.url().endsWith('/auth/token'))
  await tab.reload()
  const { access_token: token } = await (await answered).json()
  await tab.getByRole('button', { name: 'Sign out' }).waitFor()
  return token
}
