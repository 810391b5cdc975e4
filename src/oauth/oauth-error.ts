/** Errors of the OAuth endpoints: the JSON object of RFC 6749 §5.2, made from the one error class of the server. */
import { AppError, type AppErrorOptions, type ErrorCategory } from '../kernel/errors.ts'
import type { Log } from '../kernel/log.ts'
import { basicChallenge } from './callers/challenges.ts'
import { noStoreJson } from './no-store-json.ts'

/** Nothing was sent to recognise a caller by: to be told without an error code (RFC 6750 §3.1). */
export const noCredentials = 'no-credentials'

/** A refusal with the error code of RFC 6749 §5.2: 401 for `invalid_client`, 400 for all others. `description` is shown to the developer of the client. */
export function oauthError(
  code: string,
  description: string,
  options: Pick<AppErrorOptions, 'challenges' | 'cause'> = {},
): AppError {
  return new AppError(code === 'invalid_client' ? 'unauthenticated' : 'invalid', code, description, options)
}

/** Any other category is none that these endpoints have: the server failed. */
const statuses: Partial<Record<ErrorCategory, number>> = {
  invalid: 400,
  unprocessable: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  'too-large': 413,
  'unknown-format': 415,
  'too-many': 429,
  transient: 503,
}

/** Of the endpoints and of the pages. */
export function statusOf(error: AppError | undefined): number {
  return (error && statuses[error.category]) ?? 500
}

/** The answer of RFC 6749 §5.2. Anything that is not an AppError is `server_error` and its cause goes to the log. */
export function toOAuthErrorResponse(error: unknown, log: Log, requestId: string): Response {
  const known = error instanceof AppError ? error : undefined
  const status = statusOf(known)
  if (status >= 500) log.error('OAuth request failed', { requestId, error })
  if (known === undefined || status === 500) {
    return noStoreJson({ error: 'server_error', error_description: `Unexpected error, id ${requestId}` }, 500)
  }
  const body = {
    ...(known.code !== noCredentials && { error: toWireCode(known) }),
    error_description: toAscii(known.message),
  }
  const headers = toErrorHeaders(known)
  // RFC 9110 §15.5.2: a 401 says how to do better, whatever it was about.
  return noStoreJson(
    body,
    status,
    status === 401 ? { 'www-authenticate': basicChallenge, ...headers } : headers,
  )
}

/** What an error says besides its body (RFC 9110 §11.6.1, §10.2.3). */
export function toErrorHeaders({ challenges, accept, retryAfterSeconds }: AppError) {
  return {
    ...(challenges !== undefined && { 'www-authenticate': challenges }),
    ...(accept !== undefined && { accept }),
    ...(retryAfterSeconds !== undefined && { 'retry-after': String(retryAfterSeconds) }),
  }
}

/** Errors from outside the OAuth endpoints (a body that is too large, a database that is away) get the nearest RFC code. */
function toWireCode(error: AppError): string {
  if (/^[a-z][a-z_]*$/.test(error.code)) return error.code
  return error.category === 'transient' ? 'temporarily_unavailable' : 'invalid_request'
}

/** RFC 6749 §5.2: %x20-21 / %x23-5B / %x5D-7E only. */
export function toAscii(text: string): string {
  return text
    .replace(/§/g, 'section ')
    .replace(/["“”]/g, "'")
    .replace(/[^\x20-\x21\x23-\x5b\x5d-\x7e]/g, '?')
}
