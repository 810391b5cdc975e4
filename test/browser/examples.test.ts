/** The applications of `examples`, started as their READMEs say, and used by people in a real browser. */
import assert from 'node:assert/strict'
import process from 'node:process'
import { after, before, describe, it } from 'node:test'
import type { Browser, Page as Tab } from 'playwright-core'
import { findBarriers } from '../support/accessibility.ts'
import { findChromiumProblem, openChromium } from '../support/chromium.ts'
import { bePatient } from '../support/patience.ts'
import { toRemoteApp } from '../support/remote-app.ts'
import { type RunningExample, startExample } from '../support/start-example.ts'

await bePatient()
const problem = await findChromiumProblem()
const skip = problem !== null
const timeout = 240_000
const why = skip ? ` (skipped: ${problem})` : ''

/** The applications run on Deno where the tests do, on Bun where they have a PostgreSQL, else on Node. */
const onBun = process.env.TEST_DATABASE_URL ? [process.execPath] : ['node']
const program = 'Deno' in globalThis ? [process.execPath, 'run', '--allow-all'] : onBun

let browser: Browser
before(async () => {
  const opened = await openChromium()
  if (opened.browser) browser = opened.browser
})
after(async () => {
  await browser?.close()
})

/** A tab with cookies of its own; what the page's policy stopped, or a script of it threw, fails the test. */
async function inBrowser(use: (tab: Tab) => Promise<void>): Promise<void> {
  const context = await browser.newContext({ reducedMotion: 'reduce' })
  const complaints: string[] = []
  try {
    const tab = await context.newPage()
    tab.setDefaultTimeout(60_000)
    tab.on('pageerror', (error) => complaints.push(error.message))
    tab.on('console', (message) => {
      if (/Content.Security.Policy|Trusted/i.test(message.text())) complaints.push(message.text())
    })
    await use(tab)
    assert.deepEqual(complaints, [])
  } finally {
    await context.close()
  }
}

const button = (tab: Tab, name: string) => tab.getByRole('button', { name, exact: true })
const heading = (tab: Tab, name: string) => tab.getByRole('heading', { level: 1, name }).waitFor()

async function enterPassword(tab: Tab, username: string): Promise<void> {
  await tab.locator('[name=username]').fill(username)
  await tab.locator('[name=password]').fill('a password for trying')
  await button(tab, 'Sign in').click()
}

const looks = [
  [1280, 'light'],
  [390, 'dark'],
] as const

async function assertNoBarrier(tab: Tab): Promise<void> {
  for (const [width, colorScheme] of looks) {
    await tab.emulateMedia({ colorScheme })
    await tab.setViewportSize({ width, height: 800 })
    assert.deepEqual(await findBarriers(tab), [], `${tab.url()}, ${width} px, ${colorScheme}`)
  }
}

describe(`examples/server-rendered${why}`, { skip }, () => {
  let example: RunningExample
  before(
    async () => {
      example = await startExample('server-rendered', program)
    },
    { timeout },
  )
  after(() => example?.stop())

  const signIn = async (tab: Tab, username: string) => {
    await tab.goto(example.url)
    await tab.getByRole('link', { name: 'Sign in' }).click()
    await enterPassword(tab, username)
  }

  it('a nurse signs in, sees the patients, and signs out', { timeout }, async () => {
    await inBrowser(async (tab) => {
      await tab.goto(example.url)
      await assertNoBarrier(tab)
      await signIn(tab, 'nina')
      await heading(tab, 'Patients')
      assert.match(
        (await tab.locator('main').textContent()) ?? '',
        /Peter Chalmers\s+1974-12-25[\s\S]*Amy Windsor/,
      )
      assert.match((await tab.locator('header').textContent()) ?? '', /Nina Park/)
      await assertNoBarrier(tab)
      const own = (await tab.context().cookies(example.url)).filter(({ name }) => name.startsWith('clinic'))
      assert.deepEqual(
        own.map(({ name, httpOnly, sameSite }) => [name, httpOnly, sameSite]),
        [['clinic', true, 'Lax']],
      )
      await button(tab, 'Sign out').click()
      await heading(tab, 'Welcome')
      assert.equal(new URL(tab.url()).origin, example.url)
      // Signed out of Firekeep too: it asks for the password again.
      await tab.getByRole('link', { name: 'Sign in' }).click()
      await tab.locator('[name=password]').waitFor()
    })
  })

  it('who is no nurse reads why there is nothing to see', { timeout }, async () => {
    await inBrowser(async (tab) => {
      await signIn(tab, 'tom')
      await heading(tab, 'You cannot see the patients')
      assert.match((await tab.getByRole('alert').textContent()) ?? '', /polic/i)
      assert.equal(await tab.getByText('Chalmers').count(), 0)
      await assertNoBarrier(tab)
    })
  })

  it('a session that an administrator ends is over here too', { timeout }, async () => {
    await inBrowser(async (tab) => {
      await signIn(tab, 'nina')
      await heading(tab, 'Patients')
      await endSessions(example, 'nina')
      await tab.reload()
      await heading(tab, 'You cannot see the patients')
      await tab.getByRole('link', { name: 'Sign in' }).waitFor()
    })
  })

  it('an answer that this browser did not ask for signs nobody in', { timeout }, async () => {
    const answer = new URLSearchParams({ code: 'abc', state: 'of-another', iss: example.firekeep.url })
    const response = await fetch(`${example.url}/callback?${answer}`)
    assert.equal(response.status, 400)
    assert.match(await response.text(), /&quot;state&quot;/)
    assert.equal(response.headers.getSetCookie().length, 0)
  })
})

describe(`examples/single-page${why}`, { skip }, () => {
  let example: RunningExample
  before(
    async () => {
      example = await startExample('single-page', program)
    },
    { timeout },
  )
  after(() => example?.stop())

  const signIn = async (tab: Tab, username: string) => {
    await tab.goto(example.url)
    await button(tab, 'Sign in').click()
    await enterPassword(tab, username)
    // An application without a secret on this machine is shown each time.
    await button(tab, 'Allow').click()
  }

  it('a patient signs in, sees her appointments and no others, and signs out', { timeout }, async () => {
    await inBrowser(async (tab) => {
      await tab.goto(example.url)
      await heading(tab, 'Welcome')
      await assertNoBarrier(tab)
      await signIn(tab, 'pia')
      await heading(tab, 'Your appointments')
      assert.equal(new URL(tab.url()).search, '', 'no code stays in the address')
      assert.deepEqual(await tab.locator('li span').allInnerTexts(), ['Yearly check-up', 'Vaccination'])
      await assertNoBarrier(tab)
      await button(tab, 'Everybody’s').click()
      await heading(tab, 'You cannot see these appointments')
      assert.match((await tab.getByRole('alert').textContent()) ?? '', /polic/i)
      assert.equal(await tab.locator('li').count(), 0)
      await assertNoBarrier(tab)
      await button(tab, 'Mine').click()
      await heading(tab, 'Your appointments')
      await tab.reload()
      await heading(tab, 'Your appointments')
      await button(tab, 'Sign out').click()
      await heading(tab, 'Welcome')
      await button(tab, 'Sign in').click()
      await tab.locator('[name=password]').waitFor()
    })
  })

  it('who is no patient reads why there is nothing to see', { timeout }, async () => {
    await inBrowser(async (tab) => {
      await signIn(tab, 'tom')
      await heading(tab, 'You cannot see these appointments')
      assert.match((await tab.getByRole('alert').textContent()) ?? '', /polic/i)
    })
  })

  it('who says no is told that it did not work, and can try again', { timeout }, async () => {
    await inBrowser(async (tab) => {
      await tab.goto(example.url)
      await button(tab, 'Sign in').click()
      await enterPassword(tab, 'pia')
      await tab.locator('button[name=decision][value=deny]').click()
      await heading(tab, 'Signing in did not work')
      await button(tab, 'Sign in').waitFor()
    })
  })

  it('tokens are renewed without a page, and a session that is ended is over', { timeout }, async () => {
    const app = toRemoteApp([example.firekeep])
    // The library renews a minute before the end.
    const code = { redirect_uri: `${example.url}/callback`, refresh_token: true, access_token_expiration: 62 }
    const client = { first_party: true, grant_types: ['code'], auth: { authorization_code: code } }
    await app.root('PUT', '/Client/portal', client)
    await inBrowser(async (tab) => {
      await signIn(tab, 'pia')
      await heading(tab, 'Your appointments')
      const renewed = tab.waitForResponse(
        (response) =>
          response.url().endsWith('/auth/token') &&
          (response.request().postData() ?? '').includes('grant_type=refresh_token'),
      )
      assert.equal((await renewed).status(), 200)
      await button(tab, 'Mine').click()
      await heading(tab, 'Your appointments')
      await endSessions(example, 'pia')
      await button(tab, 'Mine').click()
      await heading(tab, 'Welcome')
    })
  })
})

async function endSessions({ firekeep }: RunningExample, user: string): Promise<void> {
  const app = toRemoteApp([firekeep])
  const found = await app.root('GET', `/Session?user=User/${user}&active=true`)
  const entries = found.entry as readonly { resource: { id: string } }[]
  for (const { resource } of entries) await app.root('DELETE', `/Session/${resource.id}`)
}
