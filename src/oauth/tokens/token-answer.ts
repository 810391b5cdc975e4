/** The successful answer of the token endpoint (RFC 6749 §5.1), the same for every grant of a user. */

import type { UserDocument } from '../../directory/User.ts'
import type { JsonObject } from '../../kernel/json.ts'
import type { AuthServices } from '../auth-services.ts'
import { type GrantSettings, isFirstParty } from '../client-auth/client-settings.ts'
import { toUserClaims } from '../oidc/user-claims.ts'
import type { ClientDocument } from '../resources/Client.ts'
import { issueIdToken } from './id-tokens.ts'

export interface UserTokenRequest {
  readonly client: ClientDocument
  readonly settings: GrantSettings
  readonly user: UserDocument
  readonly sessionId: string
  readonly scope: readonly string[]
  readonly audience: readonly string[]
  readonly authTime: number
  readonly methods: readonly string[]
  /** Single claims that were asked for the ID token. */
  readonly claimNames: readonly string[]
  readonly nonce?: string
  /** The refresh token to answer, new or kept; undefined for none. */
  readonly refreshToken?: string
}

export async function makeUserTokenAnswer(
  request: UserTokenRequest,
  services: AuthServices,
): Promise<JsonObject> {
  const { client, settings, user, sessionId, scope } = request
  const { host, issuer } = services
  const accessToken = await services.accessTokens.issue({
    format: settings.tokenFormat,
    sessionId,
    clientId: client.id,
    userId: user.id,
    scope,
    audience: request.audience,
    lifetimeSeconds: settings.accessTokenSeconds,
    authTime: request.authTime,
  })
  const answer: JsonObject = {
    access_token: accessToken,
    token_type: 'Bearer',
    expires_in: settings.accessTokenSeconds,
  }
  if (request.refreshToken !== undefined) answer.refresh_token = request.refreshToken
  if (scope.length > 0) answer.scope = scope.join(' ')
  if (scope.includes('openid')) {
    answer.id_token = await issueIdToken(
      {
        client,
        user,
        scope,
        claimNames: request.claimNames,
        sessionId,
        authTime: request.authTime,
        methods: request.methods,
        nonce: request.nonce,
        accessToken,
        lifetimeSeconds: settings.accessTokenSeconds,
      },
      { keys: services.keys, clock: host.clock, digest: host.digest, issuer },
    )
  }
  answer.userinfo = describeUser(request, issuer)
  return answer
}

/** The whole User for the application of the house; others get what the scopes tell. */
function describeUser({ client, user, scope }: UserTokenRequest, issuer: string): JsonObject {
  if (isFirstParty(client)) return user.resource
  return { resourceType: 'User', id: user.id, ...toUserClaims(user.resource, scope, issuer) }
}
