/** The sandbox of the console in Chromium against the real server: every grant, every wrong turn, and what is left behind. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Browser, Locator, Page as Tab } from 'playwright-core'
import { findBarriers } from '../support/accessibility.ts'
import { type BrowserAndServer, openBrowserAndServer } from '../support/browser-and-server.ts'
import { findChromiumProblem } from '../support/chromium.ts'
import { password, putUser } from '../support/code-flow.ts'
import { type ConsoleTab, inConsole, signInToConsole } from '../support/console-tab.ts'
import { bePatient } from '../support/patience.ts'
import type { RemoteApp } from '../support/remote-app.ts'
import type { RunningServer } from '../support/start-server.ts'

await bePatient()
const problem = await findChromiumProblem()
const skip = problem !== null
const timeout = 480_000

/** Who is noticed by whom: for each grant its wrong turns, by the words of their headings. */
const grants: Readonly<Record<string, readonly string[]>> = {
  document: ['Another redirect URI', 'A code used twice', 'Wrong secret', 'The ID token as an access token'],
  codeSecret: [
    ...['Another redirect URI', 'Another redirect URI at the exchange', 'A code used twice', 'Wrong secret'],
    ...['No secret where one is needed', 'The state was changed', 'An expired token'],
    ...['The ID token as an access token', 'A grant that the client does not have'],
  ],
  codePkce: [
    ...['No PKCE where it is required', 'No verifier', 'Wrong verifier', 'Another redirect URI'],
    ...['A code used twice', 'A stolen refresh token', 'The state was changed', 'An expired token'],
    ...['The ID token as an access token'],
  ],
  codeBoth: [
    ...['No PKCE where it is required', 'No verifier', 'Wrong verifier', 'Wrong secret'],
    ...['No secret where one is needed', 'Another redirect URI at the exchange', 'A code used twice'],
    ...['The state was changed'],
  ],
  refresh: ['A stolen refresh token', 'An expired token', 'A code used twice', 'Wrong secret'],
  clientCredentials: ['Wrong secret', 'An expired token'],
  basic: ['Wrong secret', 'A grant that the client does not have'],
}

describe(`the sandbox of the console in Chromium${skip ? ` (skipped: ${problem})` : ''}`, { skip }, () => {
  let running: BrowserAndServer
  let server: RunningServer
  let app: RemoteApp
  let browser: Browser

  before(
    async () => {
      running = await openBrowserAndServer()
      ;({ browser, server, app } = running)
      await putUser(app, 'ann', { displayName: '<img src=x onerror=alert(1)>Ann' })
      await putUser(app, 'eve')
      await app.root('PUT', '/AccessPolicy/ann', { engine: 'allow', link: [{ reference: 'User/ann' }] })
    },
    { timeout },
  )
  after(() => running?.close())

  const asPerson = (name: string, path: string, work: (opened: ConsoleTab) => Promise<void>) =>
    inConsole(browser, { url: server.url }, async (opened) => {
      await opened.tab.goto(`${server.url}/ui${path}`)
      await signInToConsole(opened.tab, name, password)
      await work(opened)
    })

  const leftBehind = async () => {
    const { entry = [] } = (await app.root('GET', '/Client?name=Sandbox')) as { entry?: unknown[] }
    return entry.length
  }

  for (const [id, turns] of Object.entries(grants)) {
    it(`${id}: all steps, all wrong turns, and nothing stays`, { timeout }, async () => {
      await asPerson('ann', `/sandbox/${id}`, async ({ tab }) => {
        await tab.getByRole('button', { name: 'Run all steps' }).click()
        await tab.getByText('All steps are done.').waitFor()
        await checkTokens(tab, id)
        const shown = await tab.locator('.turns h3').allTextContents()
        assert.deepEqual(shown, turns)
        for (const turn of turns) await makeMistake(tab, turn)
        await tab.getByRole('link', { name: 'Home' }).click()
        await tab.getByText('This server').waitFor()
        await waitUntil(async () => (await leftBehind()) === 0)
      })
    })
  }

  it('offers a tile for each grant, and is free of barriers in both sizes and schemes', {
    timeout,
  }, async () => {
    await asPerson('ann', '/sandbox', async ({ tab }) => {
      await tab.getByRole('link', { name: 'Try it' }).first().waitFor()
      assert.equal(await tab.getByRole('link', { name: 'Try it' }).count(), Object.keys(grants).length)
      await checkBarriers(tab)
      await tab.locator('.guided').getByRole('link').click()
      await tab.getByRole('button', { name: 'Run all steps' }).click()
      await tab.getByText('All steps are done.').waitFor()
      await makeMistake(tab, 'Wrong secret')
      for (const token of await tab.locator('details.token summary').all()) await token.click()
      await checkBarriers(tab)
    })
  })

  it('goes step by step, shows the refused and the allowed call, and masks until asked', {
    timeout,
  }, async () => {
    await asPerson('ann', '/sandbox/document', async ({ tab }) => {
      const steps = tab.locator('.steps > li')
      for (let made = 1; made <= 5; made++) {
        await tab.getByRole('button', { name: 'Next step' }).click()
        await steps
          .nth(made - 1)
          .getByText('done', { exact: true })
          .waitFor()
      }
      assert.match(await textOf(steps.nth(3)), /HTTP 403[\s\S]*scopes of the token/)
      assert.match(await textOf(steps.nth(4)), /HTTP 200/)
      // What others wrote stays text.
      assert.match(await textOf(steps.nth(4)), /<img src=x onerror=alert\(1\)>Ann/)
      const text = () => textOf(tab.locator('main'))
      assert.match(await text(), /secret: …/)
      assert.doesNotMatch(await text(), /Bearer [\w-]{5}|client_secret=s|"access_token": "\w/)
      await tab.getByLabel('Show secrets').check()
      assert.match(await text(), /secret: s\w{20}[\s\S]*"access_token": "eyJ/)
    })
  })

  it('signs in on the pages in a tab of its own, whose answer comes back', { timeout }, async () => {
    await asPerson('ann', '/sandbox/codePkce', async ({ tab, context }) => {
      await tab.getByLabel('Sign in on the pages').check()
      const opened = context.waitForEvent('page')
      await tab.getByRole('button', { name: 'Run all steps' }).click()
      await opened
      await tab.getByText('All steps are done.').waitFor()
      await checkTokens(tab, 'codePkce')
    })
  })

  it('uses a client that is there, to which the callback is added on request', { timeout }, async () => {
    await app.root('PUT', '/Client/webapp', {
      ...{ secret: 'verysecret', first_party: true, grant_types: ['code'] },
      auth: { authorization_code: { redirect_uri: 'http://myapp.app', secret_required: true } },
    })
    await asPerson('ann', '/sandbox/codeSecret', async ({ tab }) => {
      await tab.getByLabel('Client', { exact: true }).selectOption('webapp')
      await tab.getByLabel('Its secret').fill('verysecret')
      await tab.getByRole('button', { name: 'Add it to the client' }).click()
      await tab.getByText('would need this redirect URI').waitFor({ state: 'detached' })
      await tab.getByRole('button', { name: 'Run all steps' }).click()
      await tab.getByText('All steps are done.').waitFor()
      assert.equal(new URL(tab.url()).search, '?client=webapp')
    })
    const { auth } = (await app.root('GET', '/Client/webapp')) as unknown as {
      auth: { authorization_code: { redirect_uris: string[] } }
    }
    const callback = `${server.url}/ui/sandbox/callback`
    assert.deepEqual(auth.authorization_code.redirect_uris, ['http://myapp.app', callback])
  })

  it('says to a person without rights why, and which policy would be needed', { timeout }, async () => {
    await asPerson('eve', '/sandbox/codeSecret', async ({ tab }) => {
      await tab.getByRole('button', { name: 'Run all steps' }).click()
      await tab.getByText('You may not do this').waitFor()
      assert.match(await textOf(tab.locator('main')), /AccessPolicy/)
    })
  })

  it('answers as text what somebody puts into the address of the callback', { timeout }, async () => {
    await asPerson('ann', '/sandbox', async ({ tab }) => {
      const hostile = '<img src=x onerror=alert(1)>'
      await tab.goto(
        `${server.url}/ui/sandbox/callback?${new URLSearchParams({ code: hostile, state: hostile })}`,
      )
      await tab.getByText(hostile).first().waitFor()
      await tab.waitForURL(`${server.url}/ui/sandbox/callback`)
      assert.deepEqual(await findBarriers(tab), [])
    })
  })
})

async function makeMistake(tab: Tab, title: string): Promise<void> {
  const turn = tab
    .locator('.turns > li')
    .filter({ has: tab.getByRole('heading', { name: title, exact: true }) })
  await turn.getByRole('button', { name: 'Make the mistake' }).click()
  const verdict = turn.getByRole('alert')
  await verdict.waitFor()
  const expected = title === 'The state was changed' ? 'The client must notice' : 'The server noticed'
  assert.match(await textOf(verdict), new RegExp(expected), `${title}: ${await textOf(turn)}`)
}

/** Each JWT has come with checks, and all of them are right. */
async function checkTokens(tab: Tab, id: string): Promise<void> {
  const tokens = tab.locator('.steps details.token')
  for (const token of await tokens.all()) {
    await token.locator('summary').click()
    if ((await textOf(token.locator('summary .badge'))) !== 'JWT') continue
    await token.getByText('The signature was made by a key').waitFor()
    assert.deepEqual(await token.locator('.badge.bad').allTextContents(), [], await textOf(token))
  }
  assert.equal((await tokens.count()) > 0, id !== 'basic')
  assert.deepEqual(await tab.locator('.steps li ul .badge.bad').allTextContents(), [])
}

async function checkBarriers(tab: Tab): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await tab.emulateMedia({ colorScheme })
    for (const width of [1280, 390]) {
      await tab.setViewportSize({ width, height: 900 })
      assert.deepEqual(await findBarriers(tab), [], `${colorScheme} ${width}`)
    }
  }
}

async function textOf(element: Locator): Promise<string> {
  return (await element.textContent()) ?? ''
}

async function waitUntil(isSo: () => Promise<boolean>): Promise<void> {
  const giveUpAt = performance.now() + 60_000
  while (!(await isSo())) {
    assert.ok(performance.now() < giveUpAt, 'a throw-away client has stayed')
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
