/** A headless Chromium for tests, on Bun and on Deno; null with the reason on a machine that has none. */
import { access } from 'node:fs/promises'
import { type Browser, chromium } from 'playwright-core'

export type OpenedChromium =
  | { readonly browser: Browser; readonly reason: null }
  /** `reason` goes into the name of the test that is skipped. */
  | { readonly browser: null; readonly reason: string }

const executablePath = '/usr/bin/chromium'

// The sandbox needs rights that a container does not have; the rest keeps Chromium from calling its maker.
const chromiumArguments = [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
]

/** Starts a browser with an empty profile of its own. Close it with `browser.close()`. */
export async function openChromium(): Promise<OpenedChromium> {
  const reason = await findChromiumProblem()
  if (reason !== null) return { browser: null, reason }
  return { browser: await chromium.launch({ executablePath, args: chromiumArguments }), reason: null }
}

/** Why a test with a browser cannot run here, without starting one: for the name of a skipped test. */
export async function findChromiumProblem(): Promise<string | null> {
  try {
    await access(executablePath)
    return null
  } catch {
    return `${executablePath} is not installed`
  }
}
