/** Sign-out (OpenID Connect RP-Initiated Logout 1.0): asks first, unless an ID token of this sign-in comes along. */
import { AppError } from '../../kernel/errors.ts'
import type { RouteRequest } from '../../plugin.ts'
import { referenceId } from '../../schema/reference.ts'
import type { AuthServices } from '../auth-services.ts'
import { displayName, redirectTo } from '../authorize/respond.ts'
import { checkForm, formToken } from '../browser/form-protection.ts'
import { readPageForm } from '../browser/read-page-form.ts'
import { toPageUser } from '../browser/to-page-user.ts'
import { isPlausibleId } from '../client-auth/authenticate-client.ts'
import type { CachedDocument } from '../documents/document-cache.ts'
import { renderLoggedOutPage, renderLogoutPage } from '../pages/logout-page.ts'
import { toPageResponse } from '../pages/page-response.ts'
import { createParams, type Params } from '../params/params.ts'
import type { BrowserSession } from '../sessions/browser-sessions.ts'
import { verifyOwnJwt } from '../tokens/access-tokens.ts'

interface LogoutRequest {
  readonly params: Params
  readonly client: CachedDocument | null
  readonly hint: Record<string, unknown> | null
  readonly returnUrl: string | undefined
}

export async function logout(request: RouteRequest, services: AuthServices): Promise<Response> {
  const params =
    request.method === 'POST'
      ? await readPageForm(request)
      : createParams(new URLSearchParams(request.queryString ?? ''))
  const asked = await checkLogout(params, services)
  const cookie = services.cookies.read(request.headers, 'session')
  // Another site's form comes without our SameSite cookie. As a GET it comes with it, and the person is asked.
  if (cookie === undefined && request.method === 'POST') {
    return redirectTo(`${services.issuer}/auth/logout${carriedQuery(asked.params)}`, [], 303)
  }
  const browser = await services.browsers.find(cookie)
  if (browser === null) return finish(asked, cookie, services)
  const isConfirmed = request.method === 'POST' && params.get('csrf') !== undefined
  if (isConfirmed) {
    const origin = request.headers.get('origin')
    checkForm({ cookie, token: params.get('csrf'), origin }, services.issuer, services.host.digest)
  }
  if (!isConfirmed && !(await fitsHint(asked, browser, services)))
    return confirmPage(asked, browser, services)
  await services.sessions.end(browser.sessionId)
  return finish(asked, cookie, services)
}

/** @throws AppError for the error page: a return address that is not registered is never followed. */
async function checkLogout(params: Params, services: AuthServices): Promise<LogoutRequest> {
  const { keys, issuer } = services
  const token = params.get('id_token_hint')
  const hint =
    token === undefined
      ? null
      : await verifyOwnJwt(token, 'JWT', { keys, issuer, clock: services.host.clock, allowExpired: true })
  if (token !== undefined && hint === null) throw refuse('id_token_hint is not an ID token of this server.')
  const hintedId = typeof hint?.azp === 'string' ? hint.azp : undefined
  const clientId = params.get('client_id') ?? hintedId
  if (hintedId !== undefined && clientId !== hintedId)
    throw refuse('client_id is not the client of id_token_hint.')
  const client =
    clientId !== undefined && isPlausibleId(clientId)
      ? await services.documents.get('Client', clientId)
      : null
  const returnUrl = params.get('post_logout_redirect_uri')
  const registered = client?.document.post_logout_redirect_uris
  if (returnUrl !== undefined && !(Array.isArray(registered) && registered.includes(returnUrl))) {
    throw refuse(
      'The address to return to (post_logout_redirect_uri) is not registered for this application.',
    )
  }
  return { params, client, hint, returnUrl }
}

function refuse(message: string): AppError {
  return new AppError('invalid', 'invalid_request', message)
}

const carriedNames = ['client_id', 'post_logout_redirect_uri', 'state', 'id_token_hint']

function carriedFields(params: Params): Record<string, string> {
  return Object.fromEntries(
    carriedNames.flatMap((name) => {
      const value = params.get(name)
      return value === undefined ? [] : [[name, value]]
    }),
  )
}

function carriedQuery(params: Params): string {
  const query = new URLSearchParams(carriedFields(params)).toString()
  return query === '' ? '' : `?${query}`
}

/** The hint fits when it is of a session that belongs to this sign-in of the browser. */
async function fitsHint(
  asked: LogoutRequest,
  browser: BrowserSession,
  services: AuthServices,
): Promise<boolean> {
  const { hint } = asked
  if (hint === null || hint.sub !== browser.user.id || typeof hint.sid !== 'string') return false
  const session = await services.documents.get('Session', hint.sid)
  return referenceId(session?.document.parent, 'Session') === browser.sessionId
}

function confirmPage(asked: LogoutRequest, browser: BrowserSession, services: AuthServices): Response {
  const { branding, issuer, host } = services
  const fields = carriedFields(asked.params)
  const page = renderLogoutPage({
    branding,
    action: `${issuer}/auth/logout`,
    csrfToken: formToken(browser.secret, host.digest),
    fields,
    user: toPageUser(browser.user),
    clientName: asked.client ? displayName({ client: asked.client }) : undefined,
  })
  return toPageResponse(page, { formAction: asked.returnUrl === undefined ? [] : [asked.returnUrl] })
}

function finish(asked: LogoutRequest, cookie: string | undefined, services: AuthServices): Response {
  // A cookie that did not come is not ours to clear: whoever sent this request may not be its browser's owner.
  const cleared = cookie === undefined ? [] : [services.cookies.clear('session')]
  if (asked.returnUrl === undefined) {
    const page = renderLoggedOutPage({
      branding: services.branding,
      signInUrl: `${services.issuer}/auth/login`,
    })
    return toPageResponse(page, {
      headers: cleared.map((value) => ['set-cookie', value] as [string, string]),
    })
  }
  const state = asked.params.get('state')
  const separator = asked.returnUrl.includes('?') ? '&' : '?'
  const query = state === undefined ? '' : `${separator}${new URLSearchParams({ state })}`
  return redirectTo(`${asked.returnUrl}${query}`, cleared)
}
