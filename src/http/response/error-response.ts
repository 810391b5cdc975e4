/** An error as a response in the negotiated format; for people as a page. */
import { AppError } from '../../kernel/errors.ts'
import type { Log } from '../../kernel/log.ts'
import type { BrowserPages } from '../../plugin.ts'
import type { Exchange } from '../exchange.ts'
import { chooseErrorFormat, wantsPage } from '../request/answer-format.ts'
import { tellError } from './operation-outcome.ts'
import { baseHeaders, formatBody } from './resource-response.ts'

export interface ErrorParts {
  readonly log: Log
  /** Challenges of a 401 whose error has none of its own. */
  readonly challenges: readonly string[]
  readonly pages?: BrowserPages
}

export function toErrorResponse(exchange: Exchange, error: unknown, parts: ErrorParts): Response {
  const { snapshot } = exchange
  const { status, outcome, ...told } = tellError(error, snapshot.requestId)
  if (status >= 500 && status !== 501) logFailure(exchange, error, parts.log)
  const headers = new Headers(baseHeaders(exchange))
  if (error instanceof AppError) addHeaders(headers, error, parts)
  if (parts.pages !== undefined && wantsPage(exchange)) {
    const page = parts.pages.failure({ ...told, status, requestId: snapshot.requestId }, snapshot)
    return withHeaders(page, headers)
  }
  const format = chooseErrorFormat(exchange)
  headers.set('content-type', `${format.mediaType}; charset=utf-8`)
  headers.set('cache-control', 'no-store')
  return new Response(formatBody(outcome, format), { status, headers })
}

function withHeaders(response: Response, more: Headers): Response {
  for (const [name, value] of more) response.headers.set(name, value)
  return response
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
