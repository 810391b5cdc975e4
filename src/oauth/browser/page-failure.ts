/** Errors on the pages: told to the person on a page with the same protection as the others. */
import { AppError } from '../../kernel/errors.ts'
import type { RouteRequest } from '../../plugin.ts'
import type { AuthServices } from '../auth-services.ts'
import { statusOf, toErrorHeaders } from '../oauth-error.ts'
import type { Branding } from '../pages/branding.ts'
import { type ErrorPageParts, renderErrorPage } from '../pages/error-page.ts'
import { type ErrorWords, wordsOfStatus } from '../pages/error-words.ts'
import { toPageResponse } from '../pages/page-response.ts'
import type { Texts } from '../pages/texts.ts'

export function toFailurePage(error: unknown, request: RouteRequest, services: AuthServices): Response {
  const { requestId } = request
  const known = error instanceof AppError ? error : undefined
  const status = statusOf(known)
  if (status >= 500) services.host.log.error('A page failed', { requestId, error })
  const branding = services.brandings.of(request)
  const headers = new Headers()
  const told = known === undefined ? {} : toErrorHeaders(known)
  for (const [name, value] of Object.entries(told)) headers.set(name, String(value))
  const page = renderErrorPage({
    branding,
    ...describe(known, status, branding.texts),
    ...(known !== undefined && status !== 500 && { code: known.code, message: known.message }),
    ...{ link: toLink(known, request, branding, services), requestId },
  })
  return toPageResponse(page, { status, headers })
}

/** What people are told; the words of the error itself are for support. */
function describe(error: AppError | undefined, status: number, texts: Texts): ErrorWords {
  const byCode = error && describeCode(error.code, texts)
  if (byCode) return byCode
  const words = wordsOfStatus(status > 500 && status !== 503 ? 500 : status, texts)
  if (words) return words
  return { title: texts['error.title'], lead: texts['error.request'], advice: texts['error.advice'] }
}

function describeCode(code: string, texts: Texts): ErrorWords | undefined {
  switch (code) {
    case 'expired-request':
      return {
        title: texts['error.expired'],
        lead: texts['error.expiredLead'],
        advice: texts['error.expiredAdvice'],
      }
    case 'stale-form':
      return { title: texts['error.form'], lead: texts['error.formLead'] }
    case 'wrong-origin':
      return { title: texts['error.origin'], lead: texts['error.originLead'] }
    case 'invalid_client':
      return { title: texts['error.title'], lead: texts['error.client'], advice: texts['error.advice'] }
  }
}

/** The way on where there is one: never a dead end because of a page that was open for long. */
function toLink(
  error: AppError | undefined,
  { path }: RouteRequest,
  { texts }: Branding,
  { issuer }: AuthServices,
): ErrorPageParts['link'] {
  if (error?.code === 'expired-request') return { url: `${issuer}/auth/login`, text: texts['login.submit'] }
  if (error?.code !== 'stale-form' && error?.code !== 'wrong-origin') return undefined
  // The consent page is none without its request.
  const page = path === '/auth/grant' ? '/auth/login' : path
  return { url: issuer + page, text: texts['error.continue'] }
}
