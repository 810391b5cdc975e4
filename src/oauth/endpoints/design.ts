/** The design of the pages as a style sheet, for pages of this server that are made elsewhere. */
import type { RouteRequest } from '../../plugin.ts'
import type { AuthServices } from '../auth-services.ts'

/** 200 with the variables, or 304 where the browser has them (RFC 9110 §13.1.2). */
export function design(request: RouteRequest, { brandings, host }: AuthServices): Response {
  const text = brandings.usual.design
  const etag = `"${host.digest.sha256(text).slice(0, 22)}"`
  const headers = {
    etag,
    'content-type': 'text/css; charset=utf-8',
    'cache-control': 'no-cache',
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
  }
  const isKnown = request.headers.get('if-none-match')?.includes(etag) === true
  return new Response(isKnown ? null : text, { status: isKnown ? 304 : 200, headers })
}
