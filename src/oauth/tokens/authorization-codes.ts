/** Authorization codes (RFC 6749 §4.1.2): random, stored as a hash, for one use within a minute. */
import type { NewRecord, Records } from '../../engine/ports/records.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { Digest } from '../../kernel/digest.ts'
import { isJsonObject, type JsonObject, textsOf } from '../../kernel/json.ts'
import type { Random } from '../../kernel/random.ts'
import { type ClaimsRequest, noClaims } from '../oidc/claims-request.ts'

const codeSeconds = 60
/** A used code is remembered, so that a replay can end what came from it. */
const rememberMs = 24 * 60 * 60_000
const kind = 'authorization-code'

/** What a code is bound to. */
export interface CodeFacts {
  readonly clientId: string
  /** `meta.createdAt` of the client. */
  readonly clientCreatedAt: string
  readonly redirectUri: string
  readonly userId: string
  /** The id that the session of its tokens will have. */
  readonly sessionId: string
  readonly browserSessionId: string
  readonly scope: readonly string[]
  /** Single claims that were asked for. */
  readonly claims: ClaimsRequest
  readonly audience: readonly string[]
  /** Seconds since 1970. */
  readonly authTime: number
  /** How the user signed in (RFC 8176). */
  readonly methods: readonly string[]
  readonly nonce?: string
  /** S256 challenge (RFC 7636 §4.2). */
  readonly codeChallenge?: string
}

export interface FoundCode {
  readonly facts: CodeFacts
  readonly wasUsed: boolean
  readonly hasExpired: boolean
}

export interface AuthorizationCodes {
  issue(facts: CodeFacts): Promise<string>
  find(code: string): Promise<FoundCode | null>
  /** One atomic statement: true for exactly one caller. `made`: what is stored with it, for that one. */
  consume(code: string, made: NewRecord | undefined): Promise<boolean>
}

export interface AuthorizationCodesOptions {
  readonly records: Records
  readonly digest: Digest
  readonly random: Random
  readonly clock: Clock
}

export function createAuthorizationCodes(options: AuthorizationCodesOptions): AuthorizationCodes {
  const { records, digest, random, clock } = options
  return {
    async issue(facts) {
      const code = random.token(32)
      const value = { ...toValue(facts), expiresAtMs: clock.now() + codeSeconds * 1000 }
      await records.insert(kind, digest.sha256(code), value, { expiresAt: clock.now() + rememberMs })
      return code
    },
    async find(code) {
      const record = await records.find(kind, digest.sha256(code))
      if (record === null) return null
      return {
        facts: toFacts(record.value),
        wasUsed: record.uses > 0,
        hasExpired: Number(record.value.expiresAtMs) <= clock.now(),
      }
    },
    async consume(code, made) {
      const key = digest.sha256(code)
      const record = await (made ? records.exchange(kind, key, made) : records.use(kind, key))
      return record !== null && record.uses === 1
    },
  }
}

function toValue({ scope, claims, audience, methods, ...others }: CodeFacts): JsonObject {
  return {
    ...{ ...others, scope: [...scope], audience: [...audience], methods: [...methods] },
    claims: { userinfo: [...claims.userinfo], idToken: [...claims.idToken] },
  }
}

function toClaims(value: unknown): ClaimsRequest {
  return isJsonObject(value)
    ? { userinfo: textsOf(value.userinfo), idToken: textsOf(value.idToken) }
    : noClaims
}

function toFacts(value: JsonObject): CodeFacts {
  const { nonce, codeChallenge } = value
  return {
    clientId: String(value.clientId),
    clientCreatedAt: String(value.clientCreatedAt),
    redirectUri: String(value.redirectUri),
    userId: String(value.userId),
    sessionId: String(value.sessionId),
    browserSessionId: String(value.browserSessionId),
    scope: textsOf(value.scope),
    claims: toClaims(value.claims),
    audience: textsOf(value.audience),
    authTime: Number(value.authTime),
    methods: textsOf(value.methods),
    ...(typeof nonce === 'string' && { nonce }),
    ...(typeof codeChallenge === 'string' && { codeChallenge }),
  }
}
