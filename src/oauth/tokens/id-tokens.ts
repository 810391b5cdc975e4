/** ID tokens (OpenID Connect Core §2). */

import { SignJWT } from 'jose'
import { type Clock, epochSeconds } from '../../kernel/clock.ts'
import { toAuthenticationClaims } from '../oidc/authentication-methods.ts'
import type { ClientDocument } from '../resources/Client.ts'
import type { SigningAlgorithm, SigningKeys } from './signing-keys.ts'

export interface IdTokenRequest {
  readonly client: ClientDocument
  readonly userId: string
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
  readonly issuer: string
}

export async function issueIdToken(request: IdTokenRequest, options: IdTokensOptions): Promise<string> {
  const key = options.keys.current(idTokenAlgorithm(request.client))
  const now = epochSeconds(options.clock)
  const claims: Record<string, unknown> = {
    auth_time: request.authTime,
    azp: request.client.id,
    sid: request.sessionId,
    ...toAuthenticationClaims(request.methods),
    at_hash: await accessTokenHash(request.accessToken),
  }
  if (request.nonce !== undefined) claims.nonce = request.nonce
  return await new SignJWT(claims)
    .setProtectedHeader({ alg: key.alg, kid: key.kid, typ: 'JWT' })
    .setIssuer(options.issuer)
    .setSubject(request.userId)
    .setAudience(request.client.id)
    .setIssuedAt(now)
    .setExpirationTime(now + request.lifetimeSeconds)
    .sign(key.privateKey)
}

/** OpenID Connect Dynamic Client Registration §2: RS256 unless the client says otherwise. */
export function idTokenAlgorithm(client: ClientDocument): SigningAlgorithm {
  return client.resource.id_token_signed_response_alg === 'ES256' ? 'ES256' : 'RS256'
}

/** OpenID Connect Core §3.1.3.6: the left half of the SHA-256, for both of our algorithms. */
async function accessTokenHash(accessToken: string): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(accessToken)))
  return hash.slice(0, 16).toBase64({ alphabet: 'base64url', omitPadding: true })
}
