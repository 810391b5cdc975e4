/** Answers to the client through the browser: RFC 6749 §4.1.2 with `iss` (RFC 9207). */
import type { AppError } from '../../kernel/errors.ts'
import { toAscii } from '../oauth-error.ts'
import type { Branding } from '../pages/branding.ts'
import { renderFormPostPage } from '../pages/form-post-page.ts'
import { toPageResponse } from '../pages/page-response.ts'
import type { RequestTarget, ResponseMode } from './authorization-request.ts'

export interface ResponseContext {
  readonly issuer: string
  readonly branding: Branding
}

export function respondWithCode(
  target: RequestTarget,
  mode: ResponseMode,
  code: string,
  context: ResponseContext,
): Response {
  return respond(target, mode, { code }, context)
}

/** The error in the mode that was asked for, or in the query when even that is in doubt. */
export function respondWithError(target: RequestTarget, error: AppError, context: ResponseContext): Response {
  const isFormPost =
    target.params.get('response_mode') === 'form_post' && /^https?:/i.test(target.redirectUri)
  const fields = { error: error.code, error_description: toAscii(error.message) }
  return respond(target, isFormPost ? 'form_post' : 'query', fields, context)
}

function respond(
  target: RequestTarget,
  mode: ResponseMode,
  own: Record<string, string>,
  context: ResponseContext,
): Response {
  const state = target.params.get('state')
  const fields: Record<string, string> = {
    ...own,
    ...(state === undefined ? {} : { state }),
    iss: context.issuer,
  }
  if (mode === 'form_post') {
    const { branding } = context
    const { redirectUri } = target
    const clientName = displayName(target)
    return toPageResponse(renderFormPostPage({ branding, redirectUri, fields, clientName }), {
      formAction: [redirectUri],
    })
  }
  return redirectTo(appendQuery(target.redirectUri, fields))
}

export function displayName({ client }: Pick<RequestTarget, 'client'>): string {
  return client.resource.name ?? client.id
}

/** The registered string is kept as it is, character by character; parameters are added behind it. */
function appendQuery(uri: string, fields: Record<string, string>): string {
  const query = new URLSearchParams(fields).toString()
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
