/** Answers to the client through the browser: RFC 6749 §4.1.2 with `iss` (RFC 9207). */
import { AppError } from '../../kernel/errors.ts'
import type { RouteRequest } from '../../plugin.ts'
import type { AuthServices } from '../auth-services.ts'
import { toAscii } from '../oauth-error.ts'
import { nameOfClient } from '../pages/client-name.ts'
import { renderFormPostPage } from '../pages/form-post-page.ts'
import { toPageResponse } from '../pages/page-response.ts'
import type { RequestTarget } from './authorization-request.ts'

export function respondWithCode(
  target: RequestTarget,
  code: string,
  request: RouteRequest,
  services: AuthServices,
): Response {
  return respond(target, { code }, request, services)
}

/** From where the target is known an OAuth error goes to the client; anything unexpected is its `server_error`, with the cause in the log. */
export async function answerThroughClient(
  target: RequestTarget,
  request: RouteRequest,
  services: AuthServices,
  work: () => Promise<Response>,
): Promise<Response> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof AppError && /^[a-z_]+$/.test(error.code))
      return respondWithError(target, error, request, services)
    const { requestId } = request
    services.host.log.error('Authorization failed', { client: target.client.id, requestId, error })
    const isTransient = error instanceof AppError && error.category === 'transient'
    const code = isTransient ? 'temporarily_unavailable' : 'server_error'
    const failure = new AppError('exception', code, 'The server could not answer')
    return respondWithError(target, failure, request, services)
  }
}

function respondWithError(
  target: RequestTarget,
  { code, message }: AppError,
  request: RouteRequest,
  services: AuthServices,
): Response {
  request.note({ code, reason: message })
  return respond(target, { error: code, error_description: toAscii(message) }, request, services)
}

function respond(
  target: RequestTarget,
  own: Record<string, string>,
  request: RouteRequest,
  services: AuthServices,
): Response {
  const { redirectUri, responseMode, state } = target
  const fields = { ...own, ...(state !== undefined && { state }), iss: services.issuer }
  if (responseMode === 'query') return redirectTo(appendQuery(redirectUri, fields))
  const branding = services.brandings.of(request, target.uiLocales)
  const clientName = nameOfClient(target.client)
  return toPageResponse(renderFormPostPage({ branding, redirectUri, fields, clientName }), {
    formAction: [redirectUri],
  })
}

/** The registered string is kept as it is, character by character; parameters are added behind it. */
export function appendQuery(uri: string, fields: Record<string, string>): string {
  const query = new URLSearchParams(fields).toString()
  if (query === '') return uri
  if (!uri.includes('?')) return `${uri}?${query}`
  return uri.endsWith('?') || uri.endsWith('&') ? `${uri}${query}` : `${uri}&${query}`
}

export function redirectTo(
  location: string,
  cookies: readonly string[] = [],
  status: 302 | 303 = 302,
): Response {
  const headers = new Headers({ location, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' })
  for (const cookie of cookies) headers.append('set-cookie', cookie)
  return new Response(null, { status, headers })
}
