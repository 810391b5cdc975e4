/** Errors on the pages: told to the person on a page with the same protection as the others. */
import { AppError } from '../../kernel/errors.ts'
import type { RouteRequest } from '../../plugin.ts'
import type { AuthServices } from '../auth-services.ts'
import { statusOf, toErrorHeaders } from '../oauth-error.ts'
import { type ErrorPageParts, renderErrorPage } from '../pages/error-page.ts'
import { toPageResponse } from '../pages/page-response.ts'
import type { TextKey } from '../pages/texts.ts'

export function toFailurePage(error: unknown, request: RouteRequest, services: AuthServices): Response {
  const { requestId } = request
  const known = error instanceof AppError ? error : undefined
  const status = statusOf(known)
  if (status >= 500) services.host.log.error('A page failed', { requestId, error })
  const parts = known && status !== 500 ? describe(known, status, services) : unexpected(services)
  const headers = new Headers()
  const told = known === undefined ? {} : toErrorHeaders(known)
  for (const [name, value] of Object.entries(told)) headers.set(name, String(value))
  const page = renderErrorPage({ branding: services.branding, requestId, ...parts })
  return toPageResponse(page, { status, headers })
}

type Description = Omit<ErrorPageParts, 'branding' | 'requestId'>

function unexpected({ branding: { texts } }: AuthServices): Description {
  return { title: texts['error.unexpected'], message: texts['error.unexpectedLead'], code: 'server_error' }
}

function describe(
  { code, message }: AppError,
  status: number,
  { branding: { texts }, issuer }: AuthServices,
): Description {
  if (code === 'expired-request') {
    return {
      title: texts['error.expired'],
      advice: texts['error.expiredAdvice'],
      link: { url: `${issuer}/auth/login`, text: texts['login.submit'] },
      ...{ message, code },
    }
  }
  const advice = status === 400 ? texts['error.advice'] : undefined
  return { title: texts[titleOf[status] ?? 'error.title'], advice, message, code }
}

const titleOf: Readonly<Record<number, TextKey>> = {
  403: 'error.form',
  429: 'error.wait',
  503: 'error.again',
}
