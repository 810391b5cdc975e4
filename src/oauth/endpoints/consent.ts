/** The consent page of clients that are not first-party: `decision=allow` or `decision=deny`. */
import type { RouteRequest } from '../../plugin.ts'
import { hasResourceScope } from '../../schema/resource-scopes.ts'
import type { AuthServices } from '../auth-services.ts'
import type { AuthorizationRequest } from '../authorize/authorization-request.ts'
import { rememberConsent } from '../authorize/consent.ts'
import { answerWaiting, takeUp } from '../authorize/go-on.ts'
import type { KeptRequest } from '../authorize/kept-requests.ts'
import { makeFormToken, refuseLostForm } from '../authorize/lost-form.ts'
import { redirectTo } from '../authorize/respond.ts'
import { pageUrl, signOutForm } from '../browser/page-urls.ts'
import { isFirstParty } from '../client-auth/client-settings.ts'
import { oauthError } from '../oauth-error.ts'
import { nameOfClient } from '../pages/client-name.ts'
import { renderConsentPage } from '../pages/consent-page.ts'
import { toPageResponse } from '../pages/page-response.ts'
import { toPageUser } from '../pages/sign-out-form.ts'
import { consentForm, consentQuery } from '../params/page-params.ts'
import { readForm, readQuery } from '../params/sent-params.ts'
import type { BrowserSession } from '../sessions/browser-sessions.ts'
import { begin } from './authorize.ts'

export async function showConsent(request: RouteRequest, services: AuthServices): Promise<Response> {
  const sent = readQuery(request.queryString)
  // A bookmark may carry the whole request in place of its id.
  if (sent.has('client_id') && !sent.has('request')) return await begin(sent, request, services)
  const waiting = await takeUp(consentQuery.parse(sent).request, request, services)
  return await answerWaiting(waiting, request, services, (next, asked) =>
    next.step === 'consent' ? consentPage({ asked, ...next, kept: waiting.kept }, request, services) : null,
  )
}

export async function submitConsent(request: RouteRequest, services: AuthServices): Promise<Response> {
  const form = consentForm.parse(await readForm(request))
  const { request: id, decision, shown_to: shownTo, csrf: token } = form
  const lost = await refuseLostForm({ purpose: 'consent', id, token }, request, services)
  if (lost !== null) return lost
  const waiting = await takeUp(id, request, services)
  return await answerWaiting(waiting, request, services, async (next, asked) => {
    if (decision === 'deny') throw oauthError('access_denied', 'The user refused')
    if (next.step !== 'consent') return null
    const { user, sessionId } = next.browser
    // Somebody else has signed in meanwhile, in another tab: it is for them to decide.
    const isSame = services.forms.fits(shownTo, 'shown-to', sessionId, id)
    if (!isSame || decision === undefined)
      return consentPage({ asked, ...next, kept: waiting.kept }, request, services)
    await rememberConsent({ user, client: asked.client }, asked.disclosed, services.host)
    await services.requests.markDone(id, 'consent', user.id)
    return redirectTo(pageUrl('grant', services, id))
  })
}

interface Question {
  readonly asked: AuthorizationRequest
  readonly browser: BrowserSession
  readonly kept: Pick<KeptRequest, 'id' | 'browser'>
}

function consentPage(
  { asked, browser: { user, sessionId }, kept: { id, browser } }: Question,
  request: RouteRequest,
  services: AuthServices,
): Response {
  const { client, redirectUri, scope, disclosed, uiLocales } = asked
  const { brandings, forms } = services
  const page = renderConsentPage({
    branding: brandings.of(request, uiLocales),
    action: pageUrl('grant', services),
    csrfToken: makeFormToken('consent', browser, id, services),
    fields: { request: id, shown_to: forms.make('shown-to', sessionId, id) },
    client: { name: nameOfClient(client), redirectUri },
    user: toPageUser(user),
    scopes: disclosed,
    hasAllRights: isFirstParty(client) && !hasResourceScope(scope),
    accountUrl: pageUrl('account', services),
    signOut: signOutForm(sessionId, services),
  })
  return toPageResponse(page, { formAction: [redirectUri] })
}
