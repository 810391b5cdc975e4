/** The way of every request, whichever route takes it: one spelling of its path, the handler, errors, the last step. */
import type { Log } from '../kernel/log.ts'
import type { BrowserPages } from '../plugin.ts'
import { createStartExchange, type Exchange, noteError, type StartOptions } from './exchange.ts'
import { type PeerServer, peerAddressOf, withPeerAddress } from './request/peer.ts'
import { toCanonicalUrl } from './request/target.ts'
import { type Cors, noCors } from './response/cors.ts'
import { toErrorResponse } from './response/error-response.ts'
import { finish } from './response/finish.ts'

/** What the names of a route's path stand for, decoded. */
export type Params = Readonly<Record<string, string>>

export type Handler = (exchange: Exchange, params: Params) => Promise<Response> | Response

export interface AnswerParts extends StartOptions {
  readonly log: Log
  readonly cors: Cors
  readonly pages?: BrowserPages
  /** Whether the public URL is on https. */
  readonly isHttps: boolean
  /** Challenges of a 401 whose error has none of its own. */
  readonly challenges: readonly string[]
  /** To the routes again: the request was spelled in another way than they are. */
  readonly dispatch: (request: Request) => Promise<Response> | Response
}

/** One request that a route took. */
export interface Taken {
  readonly request: Request
  /** Who knows the address at the other end; null where nobody does. */
  readonly server: PeerServer | null
  readonly params: Params
  /** Whether the route is a step of a person's browser, closed to the scripts of other origins. */
  readonly isNavigation: boolean
}

export type AnswerRequest = (taken: Taken, handle: Handler) => Promise<Response>

/** Never rejects. No handler sees a request whose path is not spelled as the router compares it. */
export function createAnswer(parts: AnswerParts): AnswerRequest {
  const start = createStartExchange(parts)
  const withoutCors = { ...parts, cors: noCors }
  return async ({ request, server, params, isNavigation }, handle) => {
    const exchange = start(request, server)
    if (!exchange.target.isCanonical) {
      const respelled = respell(exchange, server)
      if (respelled !== undefined) return parts.dispatch(respelled)
    }
    let response: Response
    try {
      if (exchange.problem !== undefined) throw exchange.problem
      response = await handle(exchange, params)
    } catch (error) {
      noteError(exchange, error)
      response = toErrorResponse(exchange, error, parts)
    }
    return finish(exchange, response, isNavigation ? withoutCors : parts)
  }
}

/** Undefined: it is spelled so already, which a path with escapes does not say of itself. */
function respell({ request, target }: Exchange, server: PeerServer | null): Request | undefined {
  const url = toCanonicalUrl(target)
  const [path = ''] = request.url.split('?', 1)
  if (path === url) return undefined
  const query = target.queryString === undefined ? '' : `?${target.queryString}`
  return withPeerAddress(new Request(url + query, request), peerAddressOf(request, server))
}
