/**
 * A growing delay after failures, per pair of account and address, per address and per account. Counters are in the
 * database, so they hold over nodes and restarts; success clears the pair's. Attempts from one address run one after the other,
 * so that many at once cannot pass before the first failure is counted.
 */
import type { Records } from '../../engine/ports/records.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { Digest } from '../../kernel/digest.ts'
import { AppError } from '../../kernel/errors.ts'
import { parseIpAddress } from '../../kernel/ip-range.ts'

interface Limit {
  readonly kind: string
  /** Failures that cost nothing. */
  readonly free: number
  /** The delay doubles with each further failure, up to this. */
  readonly longestMs: number
}

const pairLimit: Limit = { kind: 'failures-pair', free: 5, longestMs: 15 * 60_000 }
/** Many people may share an address. */
const addressLimit: Limit = { kind: 'failures-address', free: 50, longestMs: 60_000 }
/** Short at most: failures from elsewhere must not keep the owner of an account out. */
const accountLimit: Limit = { kind: 'failures-account', free: 50, longestMs: 5_000 }

const firstDelayMs = 1_000
const forgetAfterMs = 60 * 60_000
const maxWaiting = 100

export interface Throttle {
  /**
   * Runs `attempt` unless too many failed before, and counts it when it answers false.
   * @throws AppError `too-many` with `retryAfterSeconds`.
   */
  guard(account: string, address: string, attempt: () => Promise<boolean>): Promise<boolean>
}

export function createThrottle(records: Records, clock: Clock, digest: Digest): Throttle {
  const queues = new Map<string, { tail: Promise<unknown>; waiting: number }>()

  async function attemptOnce(
    account: string,
    group: string,
    attempt: () => Promise<boolean>,
  ): Promise<boolean> {
    const pair = digest.sha256(`${account}\n${group}`)
    const counters: readonly [Limit, string][] = [
      [pairLimit, pair],
      [addressLimit, digest.sha256(group)],
      [accountLimit, digest.sha256(account)],
    ]
    for (const [limit, key] of counters) await refuseWhileDelayed(records, clock, limit, key)
    const succeeded = await attempt()
    if (succeeded) {
      await records.take(pairLimit.kind, pair)
      return true
    }
    const expiresAt = clock.now() + forgetAfterMs
    for (const [limit, key] of counters) await records.count(limit.kind, key, { expiresAt })
    return false
  }

  return {
    async guard(account, address, attempt) {
      const key = addressGroup(address)
      const queue = queues.get(key) ?? { tail: Promise.resolve(), waiting: 0 }
      if (queue.waiting >= maxWaiting) throw tooMany(1)
      queues.set(key, queue)
      queue.waiting += 1
      const run = queue.tail.then(() => attemptOnce(account, key, attempt))
      queue.tail = run.catch(() => {})
      try {
        return await run
      } finally {
        queue.waiting -= 1
        if (queue.waiting === 0) queues.delete(key)
      }
    },
  }
}

async function refuseWhileDelayed(records: Records, clock: Clock, limit: Limit, key: string): Promise<void> {
  const counter = await records.find(limit.kind, key)
  if (counter === null || counter.uses < limit.free || counter.lastUsedAt === null) return
  const delayMs = Math.min(limit.longestMs, firstDelayMs * 2 ** Math.min(30, counter.uses - limit.free))
  const waitMs = counter.lastUsedAt + delayMs - clock.now()
  if (waitMs > 0) throw tooMany(Math.ceil(waitMs / 1000))
}

/** Whom an address stands for: a household or company gets a whole /64 of IPv6 (RFC 6177), so its addresses count as one. */
function addressGroup(address: string): string {
  const number = parseIpAddress(address)
  if (number === null) return address
  const isIpv4 = number >> 32n === 0xffffn
  return isIpv4 ? `4:${number & 0xffff_ffffn}` : `6:${number >> 64n}`
}

function tooMany(retryAfterSeconds: number): AppError {
  return new AppError(
    'too-many',
    'too-many-failures',
    `Too many failed attempts; try again in ${retryAfterSeconds} s`,
    { retryAfterSeconds },
  )
}
