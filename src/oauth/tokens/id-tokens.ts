/** ID tokens (OpenID Connect Core §2). */

import type { UserDocument } from '../../directory/User.ts'
import { type Clock, epochSeconds } from '../../kernel/clock.ts'
import type { Digest } from '../../kernel/digest.ts'
import type { JsonObject } from '../../kernel/json.ts'
import { toAuthenticationClaims } from '../oidc/authentication-methods.ts'
import { toUserClaims } from '../oidc/user-claims.ts'
import type { ClientDocument } from '../resources/Client.ts'
import { signJwt } from './sign-jwt.ts'
import type { SigningKeys } from './signing-keys.ts'
import type { SigningAlgorithm } from './stored-keys.ts'

export interface IdTokenRequest {
  readonly client: ClientDocument
  readonly user: UserDocument
  readonly scope: readonly string[]
  /** Single claims that were asked for (Core §5.5). */
  readonly claimNames: readonly string[]
  readonly sessionId: string
  /** Seconds since 1970. */
  readonly authTime: number
  /** How the user signed in (RFC 8176). */
  readonly methods: readonly string[]
  readonly nonce?: string
  readonly accessToken: string
  readonly lifetimeSeconds: number
}

export interface IdTokensOptions {
  readonly keys: SigningKeys
  readonly clock: Clock
  readonly digest: Digest
  readonly issuer: string
}

export async function issueIdToken(request: IdTokenRequest, options: IdTokensOptions): Promise<string> {
  const key = await options.keys.current(idTokenAlgorithm(request.client), request.lifetimeSeconds)
  const now = epochSeconds(options.clock)
  const claims = {
    ...claimsOfUser(request, options.issuer),
    auth_time: request.authTime,
    azp: request.client.id,
    sid: request.sessionId,
    ...toAuthenticationClaims(request.methods),
    at_hash: accessTokenHash(request.accessToken, options.digest),
    nonce: request.nonce,
    iss: options.issuer,
    sub: request.user.id,
    aud: request.client.id,
    iat: now,
    exp: now + request.lifetimeSeconds,
  }
  return await signJwt(claims, 'JWT', key)
}

/** What the scopes tell (Core §5.4), so that clients which do not ask the UserInfo endpoint know the person, too. */
function claimsOfUser({ client, user, scope, claimNames }: IdTokenRequest, issuer: string): JsonObject {
  const told = client.resource.id_token_claims === false ? [] : scope
  return toUserClaims(user.resource, told, issuer, claimNames)
}

/** OpenID Connect Dynamic Client Registration §2: RS256 unless the client says otherwise. */
function idTokenAlgorithm(client: ClientDocument): SigningAlgorithm {
  return client.resource.id_token_signed_response_alg === 'ES256' ? 'ES256' : 'RS256'
}

/** OpenID Connect Core §3.1.3.6: the left half of the SHA-256, for both of our algorithms. */
function accessTokenHash(accessToken: string, digest: Digest): string {
  const hash = Uint8Array.fromBase64(digest.sha256(accessToken), { alphabet: 'base64url' })
  return hash.subarray(0, 16).toBase64({ alphabet: 'base64url', omitPadding: true })
}
