/** Errors on the pages: told to the person on a page with the same protection as the others. */
import { AppError } from '../../kernel/errors.ts'
import type { RouteRequest } from '../../plugin.ts'
import type { AuthServices } from '../auth-services.ts'
import { statusOf, toErrorHeaders } from '../oauth-error.ts'
import { type ErrorPageParts, renderErrorPage } from '../pages/error-page.ts'
import { toPageResponse } from '../pages/page-response.ts'

export function toFailurePage(error: unknown, request: RouteRequest, services: AuthServices): Response {
  const { requestId } = request
  const known = error instanceof AppError ? error : undefined
  const status = statusOf(known)
  if (status >= 500) services.host.log.error('A page failed', { requestId, error })
  const parts =
    known && status !== 500
      ? describe(known, status, services)
      : { title: 'Something went wrong', ...unexpected }
  const headers = new Headers()
  const told = known === undefined ? {} : toErrorHeaders(known)
  for (const [name, value] of Object.entries(told)) headers.set(name, String(value))
  const page = renderErrorPage({ branding: services.branding, requestId, ...parts })
  return toPageResponse(page, { status, headers })
}

const unexpected = { message: 'The server could not answer.', code: 'server_error' }

type Description = Omit<ErrorPageParts, 'branding' | 'requestId'>

function describe(
  { code, message }: AppError,
  status: number,
  { branding, issuer }: AuthServices,
): Description {
  if (code === 'expired-request') {
    return {
      title: 'Please start again',
      advice: 'Go back to the application and try again there, or sign in here first.',
      link: { url: `${issuer}/auth/login`, text: branding.texts['login.submit'] },
      ...{ message, code },
    }
  }
  return { title: titleOf(status), advice: adviceOf(status), message, code }
}

function titleOf(status: number): string {
  if (status === 403) return 'This form was not accepted'
  if (status === 429) return 'Please wait a moment'
  return status === 503 ? 'Please try again' : 'This request cannot be carried out'
}

function adviceOf(status: number): string | undefined {
  return status === 400
    ? 'Go back to the application and try again, or tell the people who run it.'
    : undefined
}
