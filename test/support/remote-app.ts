/** Servers of their own processes, spoken to over HTTP as the tests speak to one in their own process. */
import type { RunningServer } from './start-server.ts'
import { basic, type Reachable } from './test-app.ts'

export interface RemoteAppOptions {
  /** The public URL of servers behind a balancer. Default: where the first one is reached. */
  readonly baseUrl?: string
  readonly rootSecret?: string
}

export interface RemoteApp extends Reachable {
  readonly baseUrl: string
}

/** Requests go to one server after the other, as a balancer without memory would send them. */
export function toRemoteApp(servers: readonly RunningServer[], options: RemoteAppOptions = {}): RemoteApp {
  const first = servers[0]
  if (first === undefined) throw new Error('there is no server')
  const { baseUrl = first.url, rootSecret = first.rootSecret } = options
  let turn = 0
  const request = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const server = servers[turn++ % servers.length] ?? first
    const { pathname, search } = new URL(path, baseUrl)
    return await fetch(`${server.url}${pathname}${search}`, { redirect: 'manual', ...init })
  }
  return {
    baseUrl,
    fetch: request,
    async root(method, path, body, expected) {
      const headers = { authorization: basic('root', rootSecret), 'content-type': 'application/json' }
      const text = body === undefined ? undefined : JSON.stringify(body)
      const response = await request(path, { method, headers, body: text })
      const answer = await response.text()
      const isExpected = expected === undefined ? response.ok : response.status === expected
      if (!isExpected) throw new Error(`${method} ${path} answered ${response.status}: ${answer}`)
      return answer === '' ? {} : JSON.parse(answer)
    },
  }
}
