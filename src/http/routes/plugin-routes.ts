/** Exact paths that plug-ins bring. They win over the engine's, for their methods only. */
import type { Authenticate } from '../../engine/ports/access.ts'
import { AppError } from '../../kernel/errors.ts'
import type { Route, RouteHandler, RouteRequest } from '../../plugin.ts'
import type { Exchange } from '../exchange.ts'
import { readBodyText } from '../request/body-text.ts'
import type { Handler, MethodTable } from './method-table.ts'

const defaultLimitBytes = 64 * 1024

export interface PluginRouteParts {
  readonly authenticate: Authenticate
  readonly baseUrl: string
}

/** By path. Throws Error when two plug-ins claim the same method of a path. */
export function createPluginRoutes(
  routes: readonly Route[],
  parts: PluginRouteParts,
): ReadonlyMap<string, MethodTable> {
  const tables = new Map<string, Map<string, Handler>>()
  for (const route of routes) {
    const table = tables.get(route.path) ?? new Map<string, Handler>()
    tables.set(route.path, table)
    for (const [method, handler] of Object.entries(route.methods)) {
      if (table.has(method)) throw new Error(`Two plug-ins claim ${method} ${route.path}`)
      table.set(method, toHandler(route, handler, parts))
    }
  }
  return tables
}

function toHandler(route: Route, handler: RouteHandler, parts: PluginRouteParts): Handler {
  return async (exchange) => {
    const request = toRouteRequest(exchange, parts)
    try {
      return withoutNull(await handler(request))
    } catch (error) {
      if (route.onError === undefined) throw error
      return route.onError(error, request)
    }
  }
}

/** A handler that forgets its answer must not become an empty 200. */
function withoutNull(response: Response | null | undefined): Response {
  if (response instanceof Response) return response
  throw new AppError('exception', 'no-response', 'A route gave no response')
}

function toRouteRequest(exchange: Exchange, parts: PluginRouteParts): RouteRequest {
  const { target, request, snapshot } = exchange
  const query = target.queryString === undefined ? '' : `?${target.queryString}`
  return {
    ...snapshot,
    url: new URL(encodeURI(target.path) + query, parts.baseUrl),
    text: (limitBytes = defaultLimitBytes) => readBodyText(request, limitBytes),
    async caller() {
      const caller = await parts.authenticate(snapshot)
      exchange.callerName = caller?.name
      return caller
    },
  }
}
