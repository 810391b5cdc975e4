/**
 * Forms of the sign-in and of the consent page: whether they are of this browser, and how people go on where they are not,
 * such as after the cookies were cleared while the page was open.
 */
import type { RouteRequest } from '../../plugin.ts'
import type { AuthServices } from '../auth-services.ts'
import { browserOf } from '../browser/cookies.ts'
import { pageUrl } from '../browser/page-urls.ts'
import { renderErrorPage } from '../pages/error-page.ts'
import { toPageResponse } from '../pages/page-response.ts'
import { browserKey } from './kept-requests.ts'

interface SentForm {
  readonly purpose: 'login' | 'consent'
  /** The id of the request that waits; undefined: nobody waits for the sign-in. */
  readonly id: string | undefined
  readonly token: string | undefined
}

/** The token of a form of these pages. */
export function makeFormToken(
  purpose: SentForm['purpose'],
  browser: string,
  id: string | undefined,
  { forms, host }: AuthServices,
): string {
  return forms.make(purpose, browserKey(browser, host.digest), id ?? '')
}

/**
 * Null: the form is of this browser. Else a page that leads on.
 * @throws AppError `forbidden` for a form that another site has sent.
 */
export async function refuseLostForm(
  { purpose, id, token }: SentForm,
  request: RouteRequest,
  services: AuthServices,
): Promise<Response | null> {
  const { forms, cookies, host } = services
  forms.checkOrigin(request.headers.get('origin'))
  const browser = browserOf(request.headers, id, cookies)
  if (forms.fits(token, purpose, browser && browserKey(browser, host.digest), id ?? '')) return null
  request.note({ code: 'stale-form' })
  const url = await wayOn({ purpose, id, token }, services)
  const branding = services.brandings.of(request)
  const { texts } = branding
  const page = renderErrorPage({
    branding,
    ...{ title: texts['error.form'], lead: texts['error.formLead'] },
    ...{ code: 'stale-form', requestId: request.requestId },
    link: { url, text: texts['error.continue'] },
  })
  return toPageResponse(page, { status: 403 })
}

/**
 * The request begins anew for whoever holds its page: the token of the form proves that. Others learn nothing of it, and
 * may sign in without it.
 */
async function wayOn({ purpose, id, token }: SentForm, services: AuthServices): Promise<string> {
  const lost = id === undefined ? null : await services.requests.findLost(id)
  if (lost === null || !services.forms.fits(token, purpose, lost.browserKey, id))
    return pageUrl('login', services)
  const query = new URLSearchParams(
    Object.entries(lost.params).flatMap(([name, value]) => [value].flat().map((one) => [name, String(one)])),
  )
  return `${services.issuer}/auth/authorize?${query}`
}
