/**
 * The port for what is not a resource: codes, tokens, counters, keys. Small JSON values under a kind and a key, with an
 * expiry and a use counter that one statement reads and raises, so that a single-use thing is consumed once whoever races.
 */
import type { JsonObject } from '../../kernel/json.ts'

export interface StoredRecord {
  readonly value: JsonObject
  /** How often `use` was called, this call included. 1: the first time. */
  readonly uses: number
  /** Milliseconds since 1970; null: never expires. */
  readonly expiresAt: number | null
  /** Milliseconds since 1970 of the last `use` before this one; null when there was none. */
  readonly lastUsedAt: number | null
}

export interface InsertOptions {
  /** Milliseconds since 1970; null: never. */
  readonly expiresAt: number | null
  /** Records of a group can be removed together, such as all tokens of a session. */
  readonly group?: string
}

/** A record to be: all that `insert` is given. */
export interface NewRecord {
  readonly kind: string
  readonly key: string
  readonly value: JsonObject
  readonly options: InsertOptions
}

export interface CountOptions {
  readonly expiresAt: number
}

/** A token bucket: so many slots, of which one comes back in each interval. */
export interface Bucket {
  readonly slots: number
  readonly refillMs: number
  /** As of an insertion. */
  readonly group?: string
}

export interface ListedRecord {
  readonly key: string
  readonly value: JsonObject
  /** Milliseconds since 1970. */
  readonly createdAt: number
  readonly uses: number
  /** Milliseconds since 1970; null: never used. */
  readonly lastUsedAt: number | null
}

export interface Records {
  /** Stores a new record. False when the key is taken by a record that has not expired; nothing is changed then. */
  insert(kind: string, key: string, value: JsonObject, options: InsertOptions): Promise<boolean>
  /** The record, null when missing or expired. */
  find(kind: string, key: string): Promise<StoredRecord | null>
  /** Atomically raises the use counter and returns the record as it then is; null when missing or expired. */
  use(kind: string, key: string): Promise<StoredRecord | null>
  /**
   * As `use`; the first time it stores what comes of it too, in the same statement. Not for kinds that are watched: nobody is
   * told. The key of the new record must be new, or nothing is stored.
   */
  exchange(kind: string, key: string, made: NewRecord): Promise<StoredRecord | null>
  /** Moves the expiry (milliseconds since 1970) of a record without counting a use. False when missing or expired. */
  extend(kind: string, key: string, expiresAt: number): Promise<boolean>
  /** Atomically counts an event: makes the record with 1 use, or raises it and moves its expiry; an expired counter starts at 1. */
  count(kind: string, key: string, options: CountOptions): Promise<StoredRecord>
  /**
   * Atomically takes a slot of a bucket, which is full when nobody has taken one. Returns how many are taken then, this one
   * included; null when there is none left, and nothing is written.
   */
  takeSlot(kind: string, key: string, bucket: Bucket): Promise<number | null>
  /** Puts a slot back that was taken for nothing. */
  giveBack(kind: string, key: string): Promise<void>
  /** Removes a record atomically and returns its last value; null when there was none or it had expired. */
  take(kind: string, key: string): Promise<JsonObject | null>
  /** Removes all records of a group. Returns how many. */
  removeGroup(kind: string, group: string): Promise<number>
  /** All records of a kind that have not expired, oldest first. For few (keys), not for tokens. At most 1000. */
  list(kind: string): Promise<readonly ListedRecord[]>
}
