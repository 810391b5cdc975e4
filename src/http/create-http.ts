/** The HTTP surface: one function from a request to its response. */
import type { Engine } from '../engine/create-engine.ts'
import type { OperationInfo } from '../engine/ports/access.ts'
import type { JsonObject } from '../kernel/json.ts'
import type { Log } from '../kernel/log.ts'
import type { Random } from '../kernel/random.ts'
import type { Authenticator, Route, StartedPlugin } from '../plugin.ts'
import type { Registry } from '../schema/registry.ts'
import { collectRoutes } from './collect-routes.ts'
import type { Exchange } from './exchange.ts'
import { createCors } from './response/cors.ts'
import { toErrorResponse } from './response/error-response.ts'
import { type FinishParts, finish } from './response/finish.ts'
import { createRouter } from './router.ts'
import { createStartExchange } from './start-exchange.ts'

export interface HttpOptions {
  readonly engine: Engine
  readonly registry: Registry
  readonly plugins: readonly StartedPlugin[]
  /** All authenticators in one. Its challenges are those of a 401 that has none of its own. */
  readonly callers: Authenticator
  /** What `GET /Operation` lists; when left out, the operations of the engine and of this surface. */
  readonly operations?: readonly OperationInfo[]
  /** Exact paths of the composition root, besides those of plug-ins. */
  readonly routes?: readonly Route[]
  /** The public URL, without a slash at its end. */
  readonly baseUrl: string
  readonly log: Log
  readonly random: Random
  /** Addresses or CIDR ranges whose `X-Forwarded-*`, `Forwarded` and `X-Request-Id` are believed. */
  readonly trustedProxies?: readonly string[]
  readonly corsOrigins?: readonly string[]
  readonly isHealthy: () => Promise<boolean> | boolean
  readonly capabilityStatement: () => Promise<JsonObject> | JsonObject
  readonly openApi: () => Promise<JsonObject> | JsonObject
  /** Tells callers who are known the stage timings, in `Server-Timing`. */
  readonly devMode?: boolean
}

export interface Http {
  /** Never rejects. `peerAddress`: of the other end of the connection. */
  readonly fetch: (request: Request, peerAddress: string) => Promise<Response>
}

/** Throws Error when two plug-ins claim the same route. */
export function createHttp(options: HttpOptions): Http {
  const { log } = options
  const { challenges } = options.callers
  const toResponse = (exchange: Exchange, error: unknown) =>
    toErrorResponse(exchange, error, { log, challenges })
  const route = createRouter(collectRoutes(options), toResponse)
  const start = createStartExchange(options)
  const cors = createCors(options.corsOrigins ?? [], options.plugins)
  const parts: FinishParts = { cors, log, hasTimings: options.devMode === true }
  return {
    async fetch(request, peerAddress) {
      const exchange = start(request, peerAddress)
      const { problem } = exchange
      try {
        const response = problem === undefined ? await route(exchange) : toResponse(exchange, problem)
        return await finish(exchange, response, parts)
      } catch (error) {
        return toResponse(exchange, error)
      }
    },
  }
}
