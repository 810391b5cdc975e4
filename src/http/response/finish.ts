/** The last step of every request, whoever answered it: browsers' headers, HEAD, timing, the log line. */
import type { Log } from '../../kernel/log.ts'
import type { Exchange } from '../exchange.ts'
import { type Cors, setHeaders } from './cors.ts'

export interface FinishParts {
  readonly cors: Cors
  readonly log: Log
  /** Whether the public URL is on https. */
  readonly isHttps: boolean
}

/** A year, of this host alone: what else is below its domain is not ours to decide (RFC 6797 §6.1). */
const strictTransport = { 'strict-transport-security': 'max-age=31536000' }

/** Never rejects. Without a promise where no origin has to be asked for. */
export function finish(
  exchange: Exchange,
  response: Response,
  parts: FinishParts,
): Response | Promise<Response> {
  const origin = exchange.request.headers.get('origin')
  if (origin === null) return complete(exchange, response, parts)
  return parts.cors
    .apply(exchange.request, response, origin)
    .catch((error: unknown) => {
      parts.log.error('an origin could not be judged', { requestId: exchange.snapshot.requestId, error })
      return response
    })
    .then((granted) => complete(exchange, granted, parts))
}

function complete(exchange: Exchange, answered: Response, { log, isHttps }: FinishParts): Response {
  const made = isHttps ? setHeaders(answered, strictTransport) : answered
  const isTold = exchange.stages !== undefined && exchange.callerName !== undefined
  const response = isTold ? setHeaders(made, { 'server-timing': timingOf(exchange) }) : made
  logAccess(exchange, response.status, log)
  return response
}

function timingOf({ stages = [], startedAt }: Exchange): string {
  const durations = stages.map(
    ([name, endedAt], at) => [name, endedAt - (stages[at - 1]?.[1] ?? startedAt)] as const,
  )
  return [...durations, ['total', performance.now() - startedAt] as const]
    .map(([name, durationMs]) => `${name};dur=${durationMs.toFixed(3)}`)
    .join(', ')
}

/** Never the query, which may hold codes, and never a body. */
function logAccess(exchange: Exchange, status: number, log: Log): void {
  const { request, snapshot, startedAt, callerName, notes } = exchange
  const { path, requestId, remoteAddress } = snapshot
  const ms = Math.round((performance.now() - startedAt) * 1000) / 1000
  const own = { method: request.method, path, status, ms, subject: callerName, remoteAddress, requestId }
  const fields = notes === undefined ? own : { ...notes, ...own }
  if (path === '/health') log.debug('request', fields)
  else log.info('request', fields)
}
