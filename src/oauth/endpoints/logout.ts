/** Sign-out (OpenID Connect RP-Initiated Logout 1.0): asks first, unless an ID token of this sign-in comes along. */

import { AppError } from '../../kernel/errors.ts'
import type { RouteRequest } from '../../plugin.ts'
import { referenceId } from '../../schema/reference.ts'
import { isResourceId } from '../../schema/resource-id.ts'
import type { AuthServices } from '../auth-services.ts'
import { appendQuery, redirectTo } from '../authorize/respond.ts'
import { pageUrl, signOutForm } from '../browser/page-urls.ts'
import { nameOfClient } from '../pages/client-name.ts'
import { renderLoggedOutPage, renderLogoutPage } from '../pages/logout-page.ts'
import { toPageResponse } from '../pages/page-response.ts'
import { toPageUser } from '../pages/sign-out-form.ts'
import { type LogoutParams, logoutForm, logoutQuery } from '../params/page-params.ts'
import { readForm, readQuery } from '../params/sent-params.ts'
import { Client, type ClientDocument } from '../resources/Client.ts'
import { Session } from '../resources/Session.ts'
import type { BrowserSession } from '../sessions/browser-sessions.ts'
import { findIssuedClaims } from '../tokens/access-tokens.ts'

interface LogoutRequest {
  readonly params: LogoutParams
  readonly client: ClientDocument | null
  readonly hint: Record<string, unknown> | null
  readonly returnUrl: string | undefined
}

export async function logout(request: RouteRequest, services: AuthServices): Promise<Response> {
  const isPost = request.method === 'POST'
  const { csrf, ...params } = isPost
    ? logoutForm.parse(await readForm(request))
    : { ...logoutQuery.parse(readQuery(request.queryString)), csrf: undefined }
  const asked = await checkLogout(params, services)
  const cookie = services.cookies.read(request.headers, 'session')
  // Another site's form comes without our SameSite cookie. As a GET it comes with it, and the person is asked.
  if (cookie === undefined && isPost) {
    const again = appendQuery(pageUrl('logout', services), params)
    return redirectTo(again, [], 303)
  }
  const browser = await services.browsers.find(cookie)
  if (browser === null) return finish(asked, cookie, request, services)
  if (csrf !== undefined) {
    const form = { token: csrf, origin: request.headers.get('origin') }
    services.forms.check(form, 'logout', browser.sessionId)
  } else if (!(await fitsHint(asked, browser, services)))
    return confirmPage(asked, browser, request, services)
  await services.sessions.end(browser.sessionId)
  return finish(asked, cookie, request, services)
}

/** @throws AppError for the error page: a return address that is not registered is never followed. */
async function checkLogout(params: LogoutParams, services: AuthServices): Promise<LogoutRequest> {
  const { keys, issuer } = services
  const { id_token_hint: token, post_logout_redirect_uri: returnUrl } = params
  const hint =
    token === undefined
      ? null
      : await findIssuedClaims(token, 'JWT', { keys, issuer, clock: services.host.clock, allowExpired: true })
  if (token !== undefined && hint === null) throw refuse('id_token_hint is not an ID token of this server.')
  const hintedId = typeof hint?.azp === 'string' ? hint.azp : undefined
  const clientId = params.client_id ?? hintedId
  if (hintedId !== undefined && clientId !== hintedId)
    throw refuse('client_id is not the client of id_token_hint.')
  const client =
    clientId !== undefined && isResourceId(clientId) ? await services.documents.get(Client, clientId) : null
  if (returnUrl !== undefined) checkReturnUrl(returnUrl, clientId, client)
  return { params, client, hint, returnUrl }
}

function checkReturnUrl(url: string, clientId: string | undefined, client: ClientDocument | null): void {
  if (clientId === undefined) {
    throw refuse(
      'The request does not say which application it is from: send client_id or id_token_hint beside post_logout_redirect_uri.',
    )
  }
  if (client === null) throw refuse(`No application “${clientId.slice(0, 64)}” is known here (client_id).`)
  if (!client.resource.post_logout_redirect_uris?.includes(url)) {
    throw refuse(
      'The address to return to (post_logout_redirect_uri) is not registered for this application.',
    )
  }
}

function refuse(message: string): AppError {
  return new AppError('invalid', 'invalid_request', message)
}

/** The hint fits when it is of a session that belongs to this sign-in of the browser. */
async function fitsHint(
  asked: LogoutRequest,
  browser: BrowserSession,
  services: AuthServices,
): Promise<boolean> {
  const { hint } = asked
  if (hint === null || hint.sub !== browser.user.id || typeof hint.sid !== 'string') return false
  const session = await services.documents.get(Session, hint.sid)
  const { parent, signIn } = session?.resource ?? {}
  return referenceId(parent ?? signIn, 'Session') === browser.sessionId
}

function confirmPage(
  asked: LogoutRequest,
  browser: BrowserSession,
  request: RouteRequest,
  services: AuthServices,
): Response {
  const page = renderLogoutPage({
    branding: services.brandings.of(request, asked.params.ui_locales),
    ...signOutForm(browser.sessionId, services),
    fields: asked.params,
    user: toPageUser(browser.user),
    clientName: asked.client ? nameOfClient(asked.client) : undefined,
    cancelUrl: pageUrl('login', services),
  })
  return toPageResponse(page, { formAction: asked.returnUrl === undefined ? [] : [asked.returnUrl] })
}

function finish(
  asked: LogoutRequest,
  cookie: string | undefined,
  request: RouteRequest,
  services: AuthServices,
): Response {
  // A cookie that did not come is not ours to clear: whoever sent this request may not be its browser's owner.
  const cleared = cookie === undefined ? [] : [services.cookies.clear('session')]
  if (asked.returnUrl === undefined) {
    const page = renderLoggedOutPage({
      branding: services.brandings.of(request, asked.params.ui_locales),
      signInUrl: pageUrl('login', services),
    })
    return toPageResponse(page, {
      headers: cleared.map((value): [string, string] => ['set-cookie', value]),
    })
  }
  const { state } = asked.params
  return redirectTo(appendQuery(asked.returnUrl, state === undefined ? {} : { state }), cleared)
}
