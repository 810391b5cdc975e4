/** The whole server in this process, on a database of its own, with a clock that tests can move. */
import { type App, createApp, defaultPlugins } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import type { Clock } from '../../src/kernel/clock.ts'
import { type Log, silentLog } from '../../src/kernel/log.ts'
import type { Plugin } from '../../src/plugin.ts'
import { openTestDatabase } from './test-database.ts'

export const rootSecret = 'root-secret-of-the-tests'
export const adminPassword = 'admin-password-of-the-tests'
export const baseUrl = 'http://server.test'

export interface MovableClock extends Clock {
  /** Moves the time on. */
  advance(seconds: number): void
}

/** A server in this process or elsewhere. */
export interface Reachable {
  /** The public URL. Default: `baseUrl` of this module. */
  readonly baseUrl?: string
  /** A request as it comes from the network; a path or a URL of this server. */
  fetch(path: string, init?: RequestInit): Promise<Response>
  /** The same with the credentials of the root client; an object becomes JSON. Fails unless the status is `expected`. */
  root(method: string, path: string, body?: unknown, expected?: number): Promise<Record<string, unknown>>
}

export interface TestApp extends Reachable {
  readonly app: App
  readonly clock: MovableClock
  close(): Promise<void>
}

export function basic(id: string, secret: string): string {
  return `Basic ${btoa(`${id}:${secret}`)}`
}

export function createMovableClock(): MovableClock {
  let offsetMs = 0
  return {
    now: () => Date.now() + offsetMs,
    advance(seconds) {
      offsetMs += seconds * 1000
    },
  }
}

/** What must not happen is shown beside the test in which it happened. */
const onlyErrors: Log = { ...silentLog, error: (message, fields) => console.error(message, fields) }

/** `plugins`: in place of the usual. `log`: in place of one that shows errors. */
export async function openTestApp(
  env: Record<string, string> = {},
  plugins: readonly Plugin[] = defaultPlugins(),
  log: Log = onlyErrors,
): Promise<TestApp> {
  const clock = createMovableClock()
  const database = await openTestDatabase()
  const config = readConfig(
    {
      BASE_URL: baseUrl,
      ROOT_CLIENT_SECRET: rootSecret,
      ADMIN_PASSWORD: adminPassword,
      SECRETS_KEY: 'a-secrets-key-for-tests-0123456789abcdef',
      DATA_DIR: 'memory://',
      ...database.env,
      ...env,
    },
    plugins,
  )
  const app = await createApp(config, { plugins, clock, log })
  const fetch = async (path: string, init: RequestInit = {}) => {
    const url = path.startsWith('/') ? `${baseUrl}${path}` : path
    return await app.fetch(new Request(url, { redirect: 'manual', ...init }), '203.0.113.7')
  }
  return {
    app,
    clock,
    fetch,
    async root(method, path, body, expected) {
      const headers: Record<string, string> = { authorization: basic('root', rootSecret) }
      if (body !== undefined) headers['content-type'] = 'application/json'
      const response = await fetch(path, {
        method,
        headers,
        body: body === undefined ? undefined : JSON.stringify(body),
      })
      const text = await response.text()
      const isExpected = expected === undefined ? response.ok : response.status === expected
      if (!isExpected) throw new Error(`${method} ${path} answered ${response.status}: ${text}`)
      return text === '' ? {} : JSON.parse(text)
    },
    async close() {
      await app.close()
      await database.drop()
    },
  }
}
