/** An error as a response in the negotiated format. */
import { AppError } from '../../kernel/errors.ts'
import type { Log } from '../../kernel/log.ts'
import type { Exchange } from '../exchange.ts'
import { tellError } from './operation-outcome.ts'
import { baseHeaders, formatBody } from './resource-response.ts'

export interface ErrorParts {
  readonly log: Log
  /** For a 401 that has none of its own (RFC 9110 §15.5.2). */
  readonly challenges: readonly string[]
}

export function toErrorResponse(
  exchange: Exchange,
  error: unknown,
  { log, challenges }: ErrorParts,
): Response {
  const { status, outcome, headers: ownHeaders } = tellError(error, exchange.requestId)
  if (status >= 500 && status !== 501) logFailure(exchange, error, log)
  const mediaType = exchange.errorMediaType()
  const headers = new Headers(baseHeaders(exchange))
  headers.set('content-type', `${mediaType}; charset=utf-8`)
  headers.set('cache-control', 'no-store')
  for (const [name, values] of Object.entries(ownHeaders)) {
    headers.delete(name)
    for (const value of [values].flat()) headers.append(name, value)
  }
  if (status === 401 && !headers.has('www-authenticate')) {
    for (const challenge of challenges) headers.append('www-authenticate', challenge)
  }
  return new Response(formatBody(outcome, mediaType, false), { status, headers })
}

/** What the caller is not told, under the id that it was told. */
export function logFailure(exchange: Exchange, error: unknown, log: Log): void {
  const { method } = exchange.request
  log.error('request failed', {
    requestId: exchange.requestId,
    method,
    path: exchange.target.path,
    ...describe(error),
  })
}

function describe(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { error: String(error) }
  const code = error instanceof AppError ? { code: error.code } : {}
  const cause = error.cause === undefined ? {} : { cause: String(error.cause) }
  return { ...code, error: error.message, stack: error.stack, ...cause }
}
