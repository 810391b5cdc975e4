/** Where the pages for people are, and the form of the way out that several of them have. */
import type { AuthServices } from '../auth-services.ts'
import type { FormParts } from '../pages/hidden-fields.ts'

/** A page of a request carries its id and nothing else of it. */
export function pageUrl(
  page: 'login' | 'grant' | 'account' | 'logout',
  { issuer }: Pick<AuthServices, 'issuer'>,
  request?: string,
): string {
  return `${issuer}/auth/${page}${request === undefined ? '' : `?request=${request}`}`
}

export function signOutForm(sessionId: string, services: Pick<AuthServices, 'issuer' | 'forms'>): FormParts {
  return { action: pageUrl('logout', services), csrfToken: services.forms.make('logout', sessionId) }
}
