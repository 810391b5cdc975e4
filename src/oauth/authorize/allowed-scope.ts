/** The `scopes` of a client. */

import { hasResourceScope } from '../../schema/resource-scopes.ts'
import type { GrantSettings } from '../client-auth/client-settings.ts'
import { oauthError } from '../oauth-error.ts'

/**
 * What is asked for, within the `scopes` of the client. A client that is limited to resource scopes gets them also when
 * it asks for none (RFC 6749 §3.3: a default), because a token without any is not narrowed at all.
 * @throws AppError `invalid_scope` for a scope that the client may not ask for.
 */
export function resolveScope(asked: readonly string[], settings: GrantSettings): readonly string[] {
  checkAllowedScope(asked, settings)
  const allowed = settings.scopes ?? []
  if (!hasResourceScope(allowed) || hasResourceScope(asked)) return asked
  return [...asked, ...allowed.filter((one) => hasResourceScope([one]))]
}

/** @throws AppError `invalid_scope` for a scope that the client may not ask for. */
function checkAllowedScope(scope: readonly string[], settings: GrantSettings): void {
  const allowed = settings.scopes
  const excess = allowed === undefined ? [] : scope.filter((one) => !allowed.includes(one))
  if (excess.length > 0) {
    throw oauthError('invalid_scope', `This client may not ask for: ${excess.join(' ').slice(0, 200)}`)
  }
}
