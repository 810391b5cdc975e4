/** The `scopes` of a client. */
import type { GrantSettings } from '../client-auth/client-settings.ts'
import { oauthError } from '../oauth-error.ts'

/** @throws AppError `invalid_scope` for a scope that the client may not ask for. */
export function checkAllowedScope(scope: readonly string[], settings: GrantSettings): void {
  const allowed = settings.scopes
  const excess = allowed === undefined ? [] : scope.filter((one) => !allowed.includes(one))
  if (excess.length > 0) {
    throw oauthError('invalid_scope', `This client may not ask for: ${excess.join(' ').slice(0, 200)}`)
  }
}
