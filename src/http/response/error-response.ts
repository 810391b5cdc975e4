/** An error as a response in the negotiated format. */
import { AppError } from '../../kernel/errors.ts'
import type { Log } from '../../kernel/log.ts'
import type { Exchange } from '../exchange.ts'
import { chooseErrorFormat } from '../request/answer-format.ts'
import { tellError } from './operation-outcome.ts'
import { baseHeaders, formatBody } from './resource-response.ts'

export interface ErrorParts {
  readonly log: Log
  /** Challenges of a 401 whose error has none of its own. */
  readonly challenges: readonly string[]
}

export function toErrorResponse(exchange: Exchange, error: unknown, parts: ErrorParts): Response {
  const { status, outcome } = tellError(error, exchange.snapshot.requestId)
  if (status >= 500 && status !== 501) logFailure(exchange, error, parts.log)
  const format = chooseErrorFormat(exchange)
  const headers = new Headers(baseHeaders(exchange))
  headers.set('content-type', `${format.mediaType}; charset=utf-8`)
  headers.set('cache-control', 'no-store')
  if (error instanceof AppError) addHeaders(headers, error, parts)
  return new Response(formatBody(outcome, format), { status, headers })
}

function addHeaders(headers: Headers, error: AppError, { challenges }: ErrorParts): void {
  const { category, allow, accept, retryAfterSeconds } = error
  const told = error.challenges ?? (category === 'unauthenticated' ? challenges : [])
  for (const challenge of told) headers.append('www-authenticate', challenge)
  if (allow !== undefined) headers.set('allow', allow.join(', '))
  if (accept !== undefined) headers.set('accept', accept)
  if (retryAfterSeconds !== undefined) headers.set('retry-after', String(retryAfterSeconds))
}

/** What the caller is not told, under the id that it was told. */
function logFailure({ request, snapshot }: Exchange, error: unknown, log: Log): void {
  const { requestId, path } = snapshot
  log.error('request failed', { requestId, method: request.method, path, ...describe(error) })
}

function describe(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { error: String(error) }
  const code = error instanceof AppError ? { code: error.code } : {}
  const cause = error.cause === undefined ? {} : { cause: String(error.cause) }
  return { ...code, error: error.message, stack: error.stack, ...cause }
}
