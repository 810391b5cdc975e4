/** The consent page of clients that are not first-party: `decision=allow` or `decision=deny`. */
import type { RouteRequest } from '../../plugin.ts'
import type { AuthServices } from '../auth-services.ts'
import type { AuthorizationRequest } from '../authorize/authorization-request.ts'
import { checkRequest } from '../authorize/check-request.ts'
import { rememberConsent } from '../authorize/consent.ts'
import { findTarget } from '../authorize/find-target.ts'
import { redirectTo } from '../authorize/respond.ts'
import { checkForm, formToken } from '../browser/form-protection.ts'
import { readPageForm } from '../browser/read-page-form.ts'
import { toPageUser } from '../browser/to-page-user.ts'
import { oauthError } from '../oauth-error.ts'
import { renderGrantPage } from '../pages/grant-page.ts'
import { toPageResponse } from '../pages/page-response.ts'
import { createParams } from '../params/params.ts'
import type { BrowserSession } from '../sessions/browser-sessions.ts'
import { answerThroughClient, stepServices, withoutFulfilled } from './authorize.ts'

export async function showConsent(request: RouteRequest, services: AuthServices): Promise<Response> {
  return await withAskedRequest(request, services, async (asked, browser) =>
    grantPage(asked, browser, request, services),
  )
}

export async function submitConsent(request: RouteRequest, services: AuthServices): Promise<Response> {
  const form = await readPageForm(request)
  const cookie = services.cookies.read(request.headers, 'session')
  const origin = request.headers.get('origin')
  checkForm({ cookie, token: form.get('csrf'), origin }, services.issuer, services.host.digest)
  return await withAskedRequest(request, services, async (asked, browser, query) => {
    const decision = form.get('decision')
    if (decision === 'deny') throw oauthError('access_denied', 'The user refused')
    if (decision !== 'allow') return grantPage(asked, browser, request, services)
    await rememberConsent(browser.user.id, asked.client.id, asked.scope, stepServices(services))
    return redirectTo(`${services.issuer}/auth/authorize?${withoutFulfilled(query, 'consent')}`)
  })
}

/** The URL carries the authorization request; it is checked as strictly here as where it came in. */
async function withAskedRequest(
  request: RouteRequest,
  services: AuthServices,
  work: (asked: AuthorizationRequest, browser: BrowserSession, query: URLSearchParams) => Promise<Response>,
): Promise<Response> {
  const query = new URLSearchParams(request.queryString ?? '')
  const target = await findTarget(createParams(query), services.documents)
  return await answerThroughClient(target, services, async () => {
    const asked = checkRequest(target, services.issuer)
    const browser = await services.browsers.find(services.cookies.read(request.headers, 'session'))
    if (browser === null) return redirectTo(`${services.issuer}/auth/login?${query}`)
    return await work(asked, browser, query)
  })
}

function grantPage(
  asked: AuthorizationRequest,
  browser: BrowserSession,
  request: RouteRequest,
  { branding, issuer, host }: AuthServices,
): Response {
  const csrfToken = formToken(browser.secret, host.digest)
  const page = renderGrantPage({
    branding,
    action: `${issuer}/auth/grant?${request.queryString ?? ''}`,
    csrfToken,
    client: {
      id: asked.client.id,
      name: asked.client.resource.name,
      redirectUri: asked.redirectUri,
    },
    user: toPageUser(browser.user),
    scopes: asked.scope,
    signOut: { action: `${issuer}/auth/logout`, csrfToken },
  })
  return toPageResponse(page, { formAction: [asked.redirectUri] })
}
