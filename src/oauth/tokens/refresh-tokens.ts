/** Refresh tokens (RFC 6749 §6): random strings, stored as hashes, rotated for public clients (RFC 9700 §4.14.2). */
import type { Records, StoredRecord } from '../../engine/ports/records.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { Digest } from '../../kernel/digest.ts'
import { type JsonObject, textsOf } from '../../kernel/json.ts'
import type { Random } from '../../kernel/random.ts'

export const refreshTokenKind = 'refresh-token'

/** How long a rotated token is answered once more to its own client: an answer that was lost must not log people out. */
export const rotationGraceMs = 10_000

export interface RefreshFacts {
  readonly sessionId: string
  readonly clientId: string
  readonly scope: readonly string[]
  readonly audience: readonly string[]
  readonly authTime?: number
  /** Whether the client proved itself when the token was issued; it must then do so again. */
  readonly isConfidential: boolean
}

/** `current`: may be used. `replayed`: it was rotated before, and the family must end. */
export interface FoundRefreshToken {
  readonly facts: RefreshFacts
  readonly state: 'current' | 'just-rotated' | 'replayed'
}

export interface RefreshTokens {
  /** `lifetimeSeconds` undefined: it does not expire. */
  issue(facts: RefreshFacts, lifetimeSeconds: number | undefined): Promise<string>
  find(token: string): Promise<FoundRefreshToken | null>
  /** Moves the expiry of a token that is kept. False when it ended meanwhile. */
  extend(token: string, lifetimeSeconds: number): Promise<boolean>
  /** Ends a token in one statement; false when another request has ended it before. */
  consume(token: string): Promise<boolean>
}

export interface RefreshTokensOptions {
  readonly records: Records
  readonly digest: Digest
  readonly random: Random
  readonly clock: Clock
}

export function createRefreshTokens(options: RefreshTokensOptions): RefreshTokens {
  const { records, digest, clock } = options
  const expiry = (lifetimeSeconds: number | undefined) =>
    lifetimeSeconds === undefined ? null : clock.now() + lifetimeSeconds * 1000
  return {
    async issue(facts, lifetimeSeconds) {
      const token = options.random.token(32)
      await records.insert(refreshTokenKind, digest.sha256(token), toValue(facts), {
        expiresAt: expiry(lifetimeSeconds),
        group: facts.sessionId,
      })
      return token
    },
    async find(token) {
      const record = await records.find(refreshTokenKind, digest.sha256(token))
      return record && { facts: toFacts(record.value), state: stateOf(record, clock) }
    },
    async extend(token, lifetimeSeconds) {
      // Not `use`: a kept token must not look rotated, even if the client is rotated from now on.
      const hash = digest.sha256(token)
      return await records.extend(refreshTokenKind, hash, clock.now() + lifetimeSeconds * 1000)
    },
    async consume(token) {
      const record = await records.use(refreshTokenKind, digest.sha256(token))
      return record !== null && record.uses === 1
    },
  }
}

function stateOf(record: StoredRecord, clock: Clock): FoundRefreshToken['state'] {
  if (record.uses === 0) return 'current'
  const age = record.lastUsedAt === null ? Number.POSITIVE_INFINITY : clock.now() - record.lastUsedAt
  return age <= rotationGraceMs ? 'just-rotated' : 'replayed'
}

function toValue(facts: RefreshFacts): JsonObject {
  const value: JsonObject = {
    session: facts.sessionId,
    client: facts.clientId,
    scope: [...facts.scope],
    audience: [...facts.audience],
    isConfidential: facts.isConfidential,
  }
  if (facts.authTime !== undefined) value.authTime = facts.authTime
  return value
}

function toFacts(value: JsonObject): RefreshFacts {
  return {
    sessionId: String(value.session),
    clientId: String(value.client),
    scope: textsOf(value.scope),
    audience: textsOf(value.audience),
    isConfidential: value.isConfidential === true,
    authTime: typeof value.authTime === 'number' ? value.authTime : undefined,
  }
}
