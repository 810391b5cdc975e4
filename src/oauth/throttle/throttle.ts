/**
 * Slows guesses of passwords and secrets, and not people. Each attempt takes slots of token buckets before the slow check, in
 * one statement each, so that of many at once no more are checked than there are slots; who is right gets them back.
 *
 * A way that somebody signed in by as this user (a device, an address) has slots that others cannot take. Any other address
 * has a few for each account, and all of them together have some more. When those are gone, an address that has said nothing
 * to this account yet is still heard once. So who knows the password gets in, however many others guess.
 */
import { LRUCache } from 'lru-cache'
import type { Records } from '../../engine/ports/records.ts'
import type { Digest } from '../../kernel/digest.ts'
import { AppError, type AppErrorOptions } from '../../kernel/errors.ts'
import { createTurns, type InTurn, type Turn } from '../../kernel/turns.ts'
import { type AddressGroup, toAddressGroup } from './address-group.ts'
import {
  type GuessBucket,
  ofAccount,
  ofFirstWord,
  ofFirstWords,
  ofKnownWay,
  ofNetwork,
  ofPlace,
  ofRepeats,
} from './buckets.ts'

export interface Attempt {
  /** Whose secret it would be, such as `User/ann`; one of `unknownAccount` where there is nobody. */
  readonly account: string
  readonly address: string
  /** What is tried, and against what. It is kept for a while as a digest with a key that never leaves the process. */
  readonly guess: string
  /** Devices and addresses that the account was signed in to from before. */
  readonly knownWays?: readonly string[]
  /** As of an AppError. */
  readonly about?: AppErrorOptions['about']
}

export interface Throttle {
  /**
   * Runs the check unless there were too many wrong ones before, and counts it when it answers false.
   * @throws AppError `too-many` with `retryAfterSeconds`, or what the check throws, which is not counted.
   */
  guard(attempt: Attempt, check: (turn: Turn) => Promise<boolean>): Promise<boolean>
}

/** Of a name that is nobody's: a digest, for what is typed into such a field may be a password. */
export function unknownAccount(digest: string): string {
  return `unknown ${digest}`
}

interface Slot {
  readonly bucket: GuessBucket
  readonly key: string
}

interface Taken {
  readonly slots: readonly Slot[]
  readonly turn: Turn
}

/** Of one account from one place; the slots of those in front may come back. */
const maxAtOnce = 2
const maxWaitMs = 10_000
const maxRemembered = 10_000

export function createThrottle(records: Records, digest: Digest): Throttle {
  const key = crypto.getRandomValues(new Uint8Array(32))
  const wrong = new LRUCache<string, true>({ max: maxRemembered })
  const lines = createLines()
  return {
    async guard(attempt, check) {
      const group = toAddressGroup(attempt.address)
      const place = `${attempt.account} ${group.name}`
      const guess = digest.keyed(key, `${place}\n${attempt.guess}`)
      if (wrong.has(guess)) {
        if (await take(records, attempt, [{ bucket: ofRepeats, key: place }])) return false
        throw tooManyGuesses(ofRepeats, attempt)
      }
      return await lines.run(place, attempt, async () => {
        const taken = await takeSlots(records, attempt, group)
        const isRight = await check(taken.turn).catch(async (error: unknown) => {
          await giveBack(records, attempt, taken.slots)
          throw error
        })
        if (isRight) await giveBack(records, attempt, taken.slots)
        else wrong.set(guess, true)
        return isRight
      })
    },
  }
}

/** A queue for each place that somebody waits at. */
function createLines() {
  const lines = new Map<string, { readonly inTurn: InTurn; people: number }>()
  return {
    async run<T>(place: string, attempt: Attempt, work: () => Promise<T>): Promise<T> {
      const line = lines.get(place) ?? {
        inTurn: createTurns({
          maxRunning: maxAtOnce,
          maxWaitMs,
          refuse: () => tooManyGuesses(ofPlace, attempt),
        }),
        people: 0,
      }
      lines.set(place, line)
      line.people += 1
      try {
        return await line.inTurn(work)
      } finally {
        line.people -= 1
        if (line.people === 0) lines.delete(place)
      }
    },
  }
}

async function takeSlots(records: Records, attempt: Attempt, group: AddressGroup): Promise<Taken> {
  const { account, knownWays = [] } = attempt
  for (const way of knownWays) {
    const slots = [{ bucket: ofKnownWay, key: `${account} ${way}` }]
    if (await take(records, attempt, slots)) return { slots, turn: { party: way, isKnown: true } }
  }
  const turn = { party: group.name }
  const place = { bucket: ofPlace, key: `${account} ${group.name}` }
  const usual = [place, { bucket: ofAccount, key: account }]
  if (await take(records, attempt, usual)) return { slots: usual, turn }
  const { network } = group
  const first = [
    { bucket: ofFirstWord, key: `${account} ${group.name}` },
    ...(network === undefined ? [] : [{ bucket: ofNetwork, key: `${account} ${network}` }]),
    { bucket: ofFirstWords, key: account },
  ]
  if (await take(records, attempt, first)) return { slots: first, turn }
  throw tooManyGuesses(ofPlace, attempt)
}

/** All of the slots or none. */
async function take(records: Records, attempt: Attempt, wanted: readonly Slot[]): Promise<boolean> {
  const taken: Slot[] = []
  for (const slot of wanted) {
    const bucket = { ...slot.bucket, group: attempt.account }
    if ((await records.takeSlot(kindOf(slot.bucket, attempt), slot.key, bucket)) === null) {
      await giveBack(records, attempt, taken)
      return false
    }
    taken.push(slot)
  }
  return true
}

async function giveBack(records: Records, attempt: Attempt, slots: readonly Slot[]): Promise<void> {
  for (const { bucket, key } of slots) await records.giveBack(kindOf(bucket, attempt), key)
}

/** Names that are nobody's are kept apart, so that the list of accounts is one of accounts. */
function kindOf({ kind }: GuessBucket, { account }: Attempt): string {
  return account.startsWith(unknownAccount('')) ? `${kind}-unknown` : kind
}

function tooManyGuesses({ refillMs }: GuessBucket, { about }: Attempt): AppError {
  const retryAfterSeconds = Math.ceil(refillMs / 1000)
  return new AppError(
    'too-many',
    'too-many-failures',
    `Too many failed attempts; try again in ${retryAfterSeconds} s`,
    { retryAfterSeconds, about },
  )
}
