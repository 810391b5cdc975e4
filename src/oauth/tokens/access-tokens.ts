/** Access tokens: JWTs by RFC 9068, or random strings of which only a hash is stored. */
import { decodeProtectedHeader, jwtVerify } from 'jose'
import type { Records } from '../../engine/ports/records.ts'
import type { Clock } from '../../kernel/clock.ts'
import { epochSeconds } from '../../kernel/clock.ts'
import type { Digest } from '../../kernel/digest.ts'
import { type JsonObject, textsOf } from '../../kernel/json.ts'
import type { Random } from '../../kernel/random.ts'
import type { Documents } from '../../plugin.ts'
import { findSessionToken, isSessionToken } from './session-tokens.ts'
import { signJwt } from './sign-jwt.ts'
import type { SigningKeys } from './signing-keys.ts'
import type { SigningAlgorithm } from './stored-keys.ts'
import type { TokenFacts } from './token-facts.ts'

export interface AccessTokenRequest {
  readonly format: 'jwt' | 'opaque'
  readonly sessionId: string
  readonly clientId: string
  readonly userId?: string
  readonly scope: readonly string[]
  readonly audience: readonly string[]
  readonly lifetimeSeconds: number
  readonly authTime?: number
}

export interface AccessTokens {
  issue(request: AccessTokenRequest): Promise<string>
  /** What a token says; null when it is not one of ours, expired, or was revoked. */
  find(token: string): Promise<TokenFacts | null>
  /** Ends this one token (RFC 7009). */
  revoke(token: string, facts: TokenFacts): Promise<void>
}

export const accessTokenKind = 'access-token'
export const revokedTokenKind = 'revoked-token'

export interface AccessTokensOptions {
  readonly records: Records
  readonly keys: SigningKeys
  readonly digest: Digest
  readonly clock: Clock
  readonly random: Random
  readonly issuer: string
  readonly documents: Documents
}

export function createAccessTokens(options: AccessTokensOptions): AccessTokens {
  const { records, digest } = options
  return {
    issue: (request) =>
      request.format === 'jwt' ? issueJwt(request, options) : issueOpaque(request, options),
    async find(token) {
      if (token.includes('.')) return await findJwt(token, options)
      return await (isSessionToken(token) ? findSessionToken(token, options) : findOpaque(token, options))
    },
    async revoke(token, facts) {
      // By its id: one JWT has many spellings, as base64url and ECDSA signatures have.
      if (facts.tokenId === undefined) await records.take(accessTokenKind, digest.sha256(token))
      else await records.insert(revokedTokenKind, facts.tokenId, {}, { expiresAt: facts.expiresAt * 1000 })
    },
  }
}

/** RFC 9068 §2.2. */
async function issueJwt(request: AccessTokenRequest, options: AccessTokensOptions): Promise<string> {
  const key = await options.keys.current('ES256', request.lifetimeSeconds)
  const now = epochSeconds(options.clock)
  const { clientId, sessionId, scope, audience, authTime } = request
  const claims = {
    client_id: clientId,
    sid: sessionId,
    scope: scope.length > 0 ? scope.join(' ') : undefined,
    auth_time: authTime,
    iss: options.issuer,
    sub: request.userId ?? clientId,
    aud: audience.length === 1 ? audience[0] : audience,
    iat: now,
    exp: now + request.lifetimeSeconds,
    jti: options.random.token(16),
  }
  return await signJwt(claims, 'at+jwt', key)
}

async function issueOpaque(request: AccessTokenRequest, options: AccessTokensOptions): Promise<string> {
  const token = options.random.token(32)
  const now = epochSeconds(options.clock)
  const expiresAt = now + request.lifetimeSeconds
  const value: JsonObject = {
    client: request.clientId,
    session: request.sessionId,
    scope: [...request.scope],
    audience: [...request.audience],
    issuedAt: now,
    expiresAt,
  }
  await options.records.insert(accessTokenKind, options.digest.sha256(token), value, {
    expiresAt: expiresAt * 1000,
    group: request.sessionId,
  })
  return token
}

async function findOpaque(token: string, options: AccessTokensOptions): Promise<TokenFacts | null> {
  const record = await options.records.find(accessTokenKind, options.digest.sha256(token))
  if (record === null) return null
  const value = record.value
  return {
    sessionId: String(value.session),
    clientId: String(value.client),
    scope: textsOf(value.scope),
    audience: textsOf(value.audience),
    issuedAt: Number(value.issuedAt),
    expiresAt: Number(value.expiresAt),
  }
}

/** RFC 9068 §4: type, issuer, signature and expiry; the audience is the resource server's to judge. */
async function findJwt(token: string, options: AccessTokensOptions): Promise<TokenFacts | null> {
  const claims = await findIssuedClaims(token, 'at+jwt', options)
  if (claims === null) return null
  const { sid, client_id: clientId, exp, iat, aud, scope, jti } = claims
  if (typeof sid !== 'string' || typeof clientId !== 'string' || typeof jti !== 'string') return null
  if (await options.records.find(revokedTokenKind, jti)) return null
  return {
    sessionId: sid,
    clientId,
    scope: typeof scope === 'string' ? scope.split(' ') : [],
    audience: textsOf([aud].flat()),
    issuedAt: Number(iat),
    expiresAt: Number(exp),
    tokenId: jti,
    claims,
  }
}

interface VerifyOptions {
  readonly keys: SigningKeys
  readonly clock: Clock
  readonly issuer: string
  /** An `id_token_hint` may be expired (OpenID Connect RP-Initiated Logout §2). */
  readonly allowExpired?: boolean
}

const base64url = '(?:[\\w-]{4})*(?:[\\w-][AQgw]|[\\w-]{2}[AEIMQUYcgkosw048])?'
/** RFC 7515 §2: base64url without padding, and the bits that no byte uses are zero; or one token had many spellings. */
const canonicalJwt = new RegExp(`^${base64url}\\.${base64url}\\.${base64url}$`)

/**
 * Claims of a JWT that this server issued; null for any other. The key decides the algorithm, never the token (RFC 8725
 * §3.1). Throws what the look-up of the key throws: a database that is away says nothing about the token.
 */
export async function findIssuedClaims(
  token: string,
  typ: string,
  options: VerifyOptions,
): Promise<Record<string, unknown> | null> {
  const kid = canonicalJwt.test(token) ? kidOf(token) : undefined
  const key = kid === undefined ? null : await options.keys.find(kid)
  if (key === null) return null
  const verified = await jwtVerify(token, key.publicKey, {
    algorithms: [key.alg satisfies SigningAlgorithm],
    issuer: options.issuer,
    typ,
    currentDate: new Date(options.allowExpired ? 0 : options.clock.now()),
    requiredClaims: ['exp', 'iat', 'sub', 'aud'],
  }).catch(() => null)
  return verified === null ? null : verified.payload
}

function kidOf(token: string): string | undefined {
  try {
    const { kid } = decodeProtectedHeader(token)
    return typeof kid === 'string' && kid.length <= 128 ? kid : undefined
  } catch {
    return undefined
  }
}
