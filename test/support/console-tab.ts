/** The console in a tab of Chromium, and everything that went wrong in it. */
import assert from 'node:assert/strict'
import type { Browser, BrowserContext, Page as Tab } from 'playwright-core'

export interface ConsoleTab {
  readonly tab: Tab
  readonly context: BrowserContext
}

export interface ConsoleOptions {
  readonly url: string
  readonly context?: Parameters<Browser['newContext']>[0]
  /** Complaints that the test means, besides answers with errors, which Chromium notes itself. */
  readonly expected?: RegExp
}

declare global {
  var violations: string[]
}

/**
 * Fails afterwards when the page complained, broke its Content-Security-Policy or Trusted Types, or asked anybody but the server.
 */
export async function inConsole(
  browser: Browser,
  { url, context: options, expected }: ConsoleOptions,
  work: (opened: ConsoleTab) => Promise<void>,
): Promise<void> {
  const context = await browser.newContext({ locale: 'en', ...options })
  context.setDefaultTimeout(60_000)
  const complaints: string[] = []
  await context.exposeFunction('tellViolation', (text: string) => complaints.push(text))
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const tell = (globalThis as unknown as { tellViolation: (text: string) => void }).tellViolation
      tell(
        `${event.violatedDirective}: ${event.blockedURI} ${event.sample} at ${event.sourceFile}:${event.lineNumber}`,
      )
    })
  })
  context.on('console', (message) => complaints.push(message.text()))
  context.on('weberror', (error) => complaints.push(String(error.error())))
  context.on('request', (request) => {
    const asked = request.url()
    if (!asked.startsWith(url) && !asked.startsWith('data:') && !asked.startsWith('blob:'))
      complaints.push(`asked ${asked}`)
  })
  try {
    await work({ tab: await context.newPage(), context })
  } finally {
    await context.close()
  }
  const unexpected = complaints.filter(
    (text) => !text.startsWith('Failed to load resource:') && expected?.test(text) !== true,
  )
  assert.deepEqual(unexpected, [])
}

/** From the first page of the console, or from the one that is open, to being signed in. */
export async function signInToConsole(tab: Tab, name: string, password: string): Promise<void> {
  await tab.getByRole('button', { name: 'Sign in' }).click()
  await tab.locator('[name=username]').fill(name)
  await tab.locator('[name=password]').fill(password)
  await tab.locator('form button[type=submit]').first().click()
  await tab.getByRole('button', { name: 'Sign out' }).waitFor()
}
