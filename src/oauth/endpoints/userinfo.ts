/** The UserInfo endpoint (OpenID Connect Core §5.3), GET and POST, with a Bearer token. */
import type { RouteRequest } from '../../plugin.ts'
import type { AuthServices } from '../auth-services.ts'
import { noStoreJson } from '../no-store-json.ts'
import { oauthError } from '../oauth-error.ts'
import { toUserClaims } from '../oidc/user-claims.ts'
import { requireTokenCaller } from './token-caller.ts'

export async function userinfo(request: RouteRequest, { issuer }: AuthServices): Promise<Response> {
  const caller = await requireTokenCaller(request)
  const { user, facts } = caller
  if (user === undefined) throw insufficientScope('The token is of a client, not of a user')
  if (facts.scope.includes('openid')) return noStoreJson(toUserClaims(user, facts.scope, issuer))
  // A first-party client has the whole User from the token endpoint; it gets the same here without OpenID Connect.
  if (caller.actsForUserAlone) return noStoreJson({ sub: user.id, ...user })
  throw insufficientScope('The token was issued without the scope openid')
}

/** RFC 6750 §3.1. */
function insufficientScope(description: string) {
  return oauthError('insufficient_scope', description, {
    headers: { 'www-authenticate': 'Bearer realm="firekeep", error="insufficient_scope", scope="openid"' },
  })
}
