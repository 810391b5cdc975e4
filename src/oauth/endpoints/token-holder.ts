/** What the holder of an access token asks of itself: who the user is, and that its session ends. With a Bearer token only. */
import type { Caller } from '../../engine/ports/access.ts'
import { AppError } from '../../kernel/errors.ts'
import type { RouteRequest } from '../../plugin.ts'
import type { AuthServices } from '../auth-services.ts'
import type { TokenCaller } from '../callers/bearer.ts'
import { bearerChallenge, insufficientScope } from '../callers/challenges.ts'
import { noStoreJson } from '../no-store-json.ts'
import { noCredentials } from '../oauth-error.ts'
import { toUserClaims } from '../oidc/user-claims.ts'

/** The UserInfo endpoint (OpenID Connect Core §5.3), GET and POST. */
export async function userinfo(request: RouteRequest, { issuer }: AuthServices): Promise<Response> {
  const caller = await requireTokenCaller(request)
  const { user, facts, session } = caller
  if (user === undefined) throw insufficientScope('The token is of a client, not of a user', 'openid')
  if (facts.scope.includes('openid')) {
    const names = session.claims?.userinfo ?? []
    return noStoreJson(toUserClaims(user, facts.scope, issuer, names))
  }
  // A first-party client has the whole User from the token endpoint; it gets the same here without OpenID Connect.
  if (caller.actsForUserAlone) return noStoreJson({ sub: user.id, ...user })
  throw insufficientScope('The token was issued without the scope openid', 'openid')
}

/** `DELETE /Session`: 200 with the closed Session. */
export async function endSession(request: RouteRequest, services: AuthServices): Promise<Response> {
  const { sessionId } = await requireTokenCaller(request)
  return noStoreJson(await services.sessions.end(sessionId))
}

/** @throws AppError 401 without a token, or with a bad one. */
async function requireTokenCaller(request: RouteRequest): Promise<TokenCaller> {
  const caller = await request.caller()
  if (caller !== null && isTokenCaller(caller)) return caller
  throw new AppError(
    'unauthenticated',
    noCredentials,
    'Send an access token: Authorization: Bearer <token>',
    { challenges: [bearerChallenge] },
  )
}

function isTokenCaller(caller: Caller): caller is TokenCaller {
  return 'facts' in caller
}
