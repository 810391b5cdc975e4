/**
 * The token buckets that guesses are counted in, all in one place. A failure keeps the slots that its attempt took; whoever is
 * right gets them back. None is of an address alone: many people may share one. What they add up to for one account is said in docs/operation.md.
 */
import type { Bucket } from '../../engine/ports/records.ts'

export interface GuessBucket extends Bucket {
  readonly kind: string
}

const second = 1000
const minute = 60 * second
const hour = 60 * minute

/** Of an account and a device or address that somebody signed in from as its owner: others cannot empty it. */
export const ofKnownWay: GuessBucket = { kind: 'guesses-known', slots: 10, refillMs: 30 * second }

/** Of an account and any other address. */
export const ofPlace: GuessBucket = { kind: 'guesses-place', slots: 5, refillMs: minute }

/** Of an account, by all who are not known there. */
export const ofAccount: GuessBucket = { kind: 'guesses-account', slots: 30, refillMs: minute }

/**
 * The first word of an address to an account is heard when the buckets above are empty: so the owner gets in from where nobody
 * else guesses. How many first words are heard is bounded too, of an account and of a large network of IPv6.
 */
export const ofFirstWord: GuessBucket = { kind: 'guesses-first-word', slots: 1, refillMs: 24 * hour }
export const ofFirstWords: GuessBucket = { kind: 'guesses-first-words', slots: 1000, refillMs: 90 * second }
export const ofNetwork: GuessBucket = { kind: 'guesses-network', slots: 20, refillMs: hour }

/** The same wrong value from the same place again is no new guess, as of a job with an old secret. */
export const ofRepeats: GuessBucket = { kind: 'guesses-repeated', slots: 5, refillMs: 10 * second }

export const allBuckets = [
  ...[ofKnownWay, ofPlace, ofAccount],
  ...[ofFirstWord, ofFirstWords, ofNetwork, ofRepeats],
] as const
