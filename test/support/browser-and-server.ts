/** A browser and a real server: what a file of tests in Chromium opens before its first test and closes after its last one. */
import assert from 'node:assert/strict'
import type { Browser } from 'playwright-core'
import { openChromium } from './chromium.ts'
import { type RemoteApp, toRemoteApp } from './remote-app.ts'
import { type RunningServer, startServer } from './start-server.ts'

export interface BrowserAndServer {
  readonly browser: Browser
  readonly server: RunningServer
  readonly app: RemoteApp
  readonly close: () => Promise<void>
}

/** Where `findChromiumProblem` has found none. */
export async function openBrowserAndServer(): Promise<BrowserAndServer> {
  const { browser } = await openChromium()
  assert.ok(browser)
  try {
    const server = await startServer()
    const close = async () => {
      await browser.close()
      await server.stop()
    }
    return { browser, server, app: toRemoteApp([server]), close }
  } catch (error) {
    await browser.close()
    throw error
  }
}
