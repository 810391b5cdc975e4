/**
 * Refresh tokens (RFC 6749 §6): random strings, stored as hashes, rotated for public clients (RFC 9700 §4.14.2). A token has
 * one successor, which follows from it, a seed in its record and the secrets key: whoever sends it several times at once
 * gets the same one, and neither the database nor the token alone tells it.
 */
import type { NewRecord, Records, StoredRecord } from '../../engine/ports/records.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { Digest } from '../../kernel/digest.ts'
import { type JsonObject, textsOf } from '../../kernel/json.ts'
import type { Random } from '../../kernel/random.ts'

export const refreshTokenKind = 'refresh-token'

/** How long a rotated token is answered once more to its own client: an answer that was lost must not log people out. */
const rotationGraceMs = 10_000

export interface RefreshFacts {
  readonly sessionId: string
  readonly clientId: string
  readonly scope: readonly string[]
  readonly audience: readonly string[]
  readonly authTime?: number
  /** Whether the client proved itself when the token was issued; it must then do so again. */
  readonly isConfidential: boolean
  /** Whether it came from a code with a challenge. Undefined in tokens that are older than the field. */
  readonly hasChallenge?: boolean
}

/** `current`: may be used. `replayed`: it was rotated before, and the family must end. */
export interface FoundRefreshToken {
  readonly facts: RefreshFacts
  /** What its successor follows from, beside itself. */
  readonly seed: string
  /** Milliseconds since 1970; null: it does not expire. */
  readonly expiresAt: number | null
  readonly state: 'current' | 'just-rotated' | 'replayed'
}

export interface NewRefreshToken {
  readonly token: string
  readonly record: NewRecord
}

export interface RefreshTokens {
  /** A token and the record that it is worth something by, which is the caller's to store. `lifetimeSeconds` undefined: it does not expire. */
  make(facts: RefreshFacts, lifetimeSeconds: number | undefined): NewRefreshToken
  find(token: string): Promise<FoundRefreshToken | null>
  /** Moves the expiry of a token that is kept. False when it ended meanwhile. */
  extend(token: string, lifetimeSeconds: number): Promise<boolean>
  /** Ends a token and returns its successor. Null: the successor was used already, so two parties have the token. */
  rotate(token: string, found: FoundRefreshToken, lifetimeSeconds: number | undefined): Promise<string | null>
}

/** Milliseconds since 1970 at which a token that is issued now expires; null: it does not. */
export function refreshExpiry(lifetimeSeconds: number | undefined, clock: Clock): number | null {
  return lifetimeSeconds === undefined ? null : clock.now() + lifetimeSeconds * 1000
}

export interface RefreshTokensOptions {
  readonly records: Records
  readonly digest: Digest
  readonly random: Random
  readonly clock: Clock
  readonly secretsKey: Uint8Array
}

export function createRefreshTokens(options: RefreshTokensOptions): RefreshTokens {
  const { records, digest, clock, secretsKey } = options
  const toRecord = (token: string, facts: RefreshFacts, lifetimeSeconds: number | undefined) => ({
    kind: refreshTokenKind,
    key: digest.sha256(token),
    value: { ...toValue(facts), seed: options.random.token(16) },
    options: { expiresAt: refreshExpiry(lifetimeSeconds, clock), group: facts.sessionId },
  })
  const find = async (token: string): Promise<FoundRefreshToken | null> => {
    const record = await records.find(refreshTokenKind, digest.sha256(token))
    return record && toFound(record, clock)
  }
  return {
    make(facts, lifetimeSeconds) {
      const token = options.random.token(32)
      return { token, record: toRecord(token, facts, lifetimeSeconds) }
    },
    find,
    async extend(token, lifetimeSeconds) {
      // Not `use`: a kept token must not look rotated, even if the client is rotated from now on.
      const hash = digest.sha256(token)
      return await records.extend(refreshTokenKind, hash, clock.now() + lifetimeSeconds * 1000)
    },
    async rotate(token, { facts, seed, state }, lifetimeSeconds) {
      const successor = digest.keyed(secretsKey, `successor of a refresh token\n${seed}\n${token}`)
      // The successor first: a server that stops in between leaves a token that can be sent again.
      const { kind, key, value, options: lasting } = toRecord(successor, facts, lifetimeSeconds)
      const isFirst = await records.insert(kind, key, value, lasting)
      // Only once, or each answer would move the end of the grace.
      if (state === 'current') await records.use(refreshTokenKind, digest.sha256(token))
      if (isFirst) return successor
      return (await find(successor))?.state === 'current' ? successor : null
    },
  }
}

function toFound(record: StoredRecord, clock: Clock): FoundRefreshToken {
  const { value, expiresAt } = record
  // Tokens that are older than the field have no seed.
  const seed = typeof value.seed === 'string' ? value.seed : ''
  return { facts: toFacts(value), seed, expiresAt, state: stateOf(record, clock) }
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
  if (facts.hasChallenge !== undefined) value.hasChallenge = facts.hasChallenge
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
    hasChallenge: typeof value.hasChallenge === 'boolean' ? value.hasChallenge : undefined,
  }
}
