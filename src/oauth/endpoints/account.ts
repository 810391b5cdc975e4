/** A person's own page: what they allowed to applications, and where they are signed in. Both can be ended there. */
import type { RouteRequest } from '../../plugin.ts'
import { referenceId } from '../../schema/reference.ts'
import { findAllowedApplications } from '../account/allowed-applications.ts'
import { findSignedInPlaces } from '../account/signed-in-places.ts'
import type { AuthServices } from '../auth-services.ts'
import { redirectTo } from '../authorize/respond.ts'
import { pageUrl, signOutForm } from '../browser/page-urls.ts'
import { renderAccountPage } from '../pages/account-page.ts'
import { toPageResponse } from '../pages/page-response.ts'
import { toPageUser } from '../pages/sign-out-form.ts'
import { accountForm, accountQuery } from '../params/page-params.ts'
import { readForm, readQuery } from '../params/sent-params.ts'
import { Grant } from '../resources/Grant.ts'
import { Session } from '../resources/Session.ts'
import type { BrowserSession } from '../sessions/browser-sessions.ts'

export async function showAccount(request: RouteRequest, services: AuthServices): Promise<Response> {
  const { done } = accountQuery.parse(readQuery(request.queryString))
  const browser = await services.browsers.find(services.cookies.read(request.headers, 'session'))
  if (browser === null) return toSignIn(services, 302)
  const { brandings, documents, forms } = services
  const page = renderAccountPage({
    branding: brandings.of(request),
    user: toPageUser(browser.user),
    applications: await findAllowedApplications(browser.user, documents),
    places: await findSignedInPlaces(browser, documents),
    done,
    form: { action: pageUrl('account', services), csrfToken: forms.make('account', browser.sessionId) },
    signOut: signOutForm(browser.sessionId, services),
  })
  return toPageResponse(page)
}

/** What is not there, or somebody else's, is left alone: the page that follows shows what is. */
export async function submitAccount(request: RouteRequest, services: AuthServices): Promise<Response> {
  const form = accountForm.parse(await readForm(request))
  const { browsers, cookies, forms, sessions } = services
  const browser = await browsers.find(cookies.read(request.headers, 'session'))
  if (browser === null) return toSignIn(services, 303)
  forms.check({ token: form.csrf, origin: request.headers.get('origin') }, 'account', browser.sessionId)
  if (form.end_all !== undefined) {
    await sessions.endAllOf({ userId: browser.user.id })
    return redirectTo(pageUrl('logout', services), [cookies.clear('session')], 303)
  }
  if (form.withdraw !== undefined) await withdraw(form.withdraw, browser, services)
  if (form.end !== undefined) await end(form.end, browser, services)
  const done = form.withdraw === undefined ? 'ended' : 'withdrawn'
  return redirectTo(`${pageUrl('account', services)}?done=${done}`, [], 303)
}

function toSignIn(services: AuthServices, status: 302 | 303): Response {
  return redirectTo(`${pageUrl('login', services)}?open=account`, [], status)
}

/** Without the consent its sessions end, too. */
async function withdraw(id: string, { user }: BrowserSession, { documents }: AuthServices): Promise<void> {
  const grant = await documents.read(Grant, id)
  if (referenceId(grant?.resource.user, 'User') === user.id) await documents.remove(Grant, id)
}

/** Of an application on its own: all of its sessions, which the page shows as one. */
async function end(id: string, { user }: BrowserSession, services: AuthServices): Promise<void> {
  const { documents, sessions } = services
  const session = await documents.read(Session, id)
  if (session === null || referenceId(session.resource.user, 'User') !== user.id) return
  const { type, client } = session.resource
  const clientId = referenceId(client, 'Client')
  if (type === 'browser' || clientId === undefined) await sessions.end(id)
  else await sessions.endAllOf({ userId: user.id, clientId })
}
