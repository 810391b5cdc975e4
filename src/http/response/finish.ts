/** The last step of every request, whoever answered it: headers of all, HEAD, timing, the log line. */
import type { Log } from '../../kernel/log.ts'
import type { Exchange } from '../exchange.ts'
import type { Cors } from './cors.ts'
import { setHeaders } from './set-headers.ts'

export interface FinishParts {
  readonly cors: Cors
  readonly log: Log
  /** Whether `Server-Timing` tells callers who are known how long the stages took. */
  readonly hasTimings: boolean
}

export async function finish(exchange: Exchange, made: Response, parts: FinishParts): Promise<Response> {
  let response = made
  const { headers } = exchange.request
  if (!exchange.hasBaseHeaders) {
    response = setHeaders(response, {
      'x-request-id': exchange.requestId,
      'x-content-type-options': 'nosniff',
    })
  }
  // Base headers tell already that the answer depends on the origin; most callers have none.
  if (!exchange.hasBaseHeaders || headers.has('origin')) {
    response = await parts.cors.apply(exchange.request, response)
  }
  if (parts.hasTimings && exchange.callerName !== undefined) {
    response = setHeaders(response, { 'server-timing': timingOf(exchange) })
  }
  if (exchange.request.method === 'HEAD') response = await withoutBody(response)
  logAccess(exchange, response.status, parts.log)
  return response
}

/** RFC 9110 §9.3.2: the headers that GET would have had, its length included. */
async function withoutBody(response: Response): Promise<Response> {
  const headers = new Headers(response.headers)
  if (response.body !== null) headers.set('content-length', String((await response.arrayBuffer()).byteLength))
  return new Response(null, { status: response.status, headers })
}

function timingOf(exchange: Exchange): string {
  const { stages, startedAt } = exchange
  const durations = stages.map(
    ([name, endedAt], at) => [name, endedAt - (stages[at - 1]?.[1] ?? startedAt)] as const,
  )
  return [...durations, ['total', performance.now() - startedAt] as const]
    .map(([name, durationMs]) => `${name};dur=${durationMs.toFixed(3)}`)
    .join(', ')
}

/** Never the query, which may hold codes, and never a body. */
function logAccess(exchange: Exchange, status: number, log: Log): void {
  const { request, target, requestId, callerName } = exchange
  const ms = Math.round((performance.now() - exchange.startedAt) * 1000) / 1000
  const fields = { method: request.method, path: target.path, status, ms, subject: callerName, requestId }
  if (target.path === '/health') log.debug('request', fields)
  else log.info('request', fields)
}
