/** Routes that plug-ins bring. They win over the engine's, for their methods only. */
import type { Authenticate } from '../../engine/ports/access.ts'
import { AppError } from '../../kernel/errors.ts'
import type { Route, RouteHandler, RouteRequest } from '../../plugin.ts'
import type { Handler, Params } from '../answer.ts'
import { type Exchange, note, noteError } from '../exchange.ts'
import { readBodyText } from '../request/body-text.ts'
import { type Cors, setHeaders } from '../response/cors.ts'
import type { HttpRoute } from './interaction-routes.ts'

const defaultLimitBytes = 64 * 1024

export interface PluginRouteParts {
  readonly authenticate: Authenticate
  readonly baseUrl: string
  readonly cors: Cors
}

/** Throws Error when two plug-ins claim the same method of a path. */
export function createPluginRoutes(routes: readonly Route[], parts: PluginRouteParts): readonly HttpRoute[] {
  const claimed = new Set<string>()
  return routes.flatMap((route) =>
    Object.entries(route.methods).map(([method, handler]) => {
      const claim = `${method} ${route.path}`
      if (claimed.has(claim)) throw new Error(`Two plug-ins claim ${claim}`)
      claimed.add(claim)
      return { method, path: route.path, handle: toHandler(route, handler, parts) }
    }),
  )
}

function toHandler(route: Route, handler: RouteHandler, parts: PluginRouteParts): Handler {
  return async (exchange, params) => {
    const request = toRouteRequest(exchange, params, parts)
    return dress(exchange, await callHandler(route, handler, request, exchange), parts.cors)
  }
}

async function callHandler(
  route: Route,
  handler: RouteHandler,
  request: RouteRequest,
  exchange: Exchange,
): Promise<Response> {
  try {
    const response: unknown = await handler(request)
    if (response instanceof Response) return response
    // A handler that forgets its answer must not become an empty 200.
    throw new AppError('exception', 'no-response', 'A route gave no response')
  } catch (error) {
    if (route.onError === undefined) throw error
    noteError(exchange, error)
    return route.onError(error, request)
  }
}

function dress({ snapshot }: Exchange, response: Response, cors: Cors): Response {
  const headers = { 'x-request-id': snapshot.requestId, 'x-content-type-options': 'nosniff' }
  return cors.mark(setHeaders(response, headers))
}

function toRouteRequest(exchange: Exchange, params: Params, parts: PluginRouteParts): RouteRequest {
  const { target, request, snapshot } = exchange
  let url: URL | undefined
  return {
    ...snapshot,
    params,
    // Few handlers look at it, and it costs as much as all the rest.
    get url() {
      url ??= toPublicUrl(parts.baseUrl, target)
      return url
    },
    text: (limitBytes = defaultLimitBytes) => readBodyText(request, limitBytes),
    note: (facts) => note(exchange, facts),
    async caller() {
      const caller = await parts.authenticate(snapshot)
      exchange.callerName = caller?.name
      return caller
    },
  }
}

/** Below the path of the base URL, where it has one. A question mark of the path (`%3F`) begins no query. */
function toPublicUrl(baseUrl: string, { path, queryString }: Exchange['target']): URL {
  const encoded = encodeURI(path).replaceAll('?', '%3F')
  return new URL(baseUrl + encoded + (queryString === undefined ? '' : `?${queryString}`))
}
