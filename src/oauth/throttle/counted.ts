/** The counters of accounts that exist, as an administrator sees them. */
import type { Records } from '../../engine/ports/records.ts'
import type { Clock } from '../../kernel/clock.ts'
import { allBuckets } from './buckets.ts'

export interface Counted {
  /** `User/<id>` or `Client/<id>`. */
  readonly account: string
  /** Of which rule, as docs/operation.md tells them. */
  readonly rule: string
  /** The address, network or device that it is about; absent: all of them. */
  readonly from?: string
  readonly taken: number
  readonly slots: number
  readonly nextSlotInSeconds: number
}

/** Buckets of which a slot is taken now. */
export async function listCounted(records: Pick<Records, 'list'>, clock: Clock): Promise<readonly Counted[]> {
  const now = clock.now()
  const found: Counted[] = []
  for (const { kind, slots, refillMs } of allBuckets) {
    for (const { key, uses, lastUsedAt } of await records.list(kind)) {
      const passedMs = now - (lastUsedAt ?? now)
      const taken = uses - Math.floor(passedMs / refillMs)
      if (taken <= 0) continue
      const [account = '', ...from] = key.split(' ')
      found.push({
        ...{ account, rule: kind.replace('guesses-', '') },
        ...(from.length > 0 && { from: from.join(' ') }),
        ...{ taken, slots, nextSlotInSeconds: Math.ceil((refillMs - (passedMs % refillMs)) / 1000) },
      })
    }
  }
  return found
}

/** All counters of an account. Returns how many there were. */
export async function removeCounted(records: Pick<Records, 'removeGroup'>, account: string): Promise<number> {
  let removed = 0
  for (const { kind } of allBuckets) removed += await records.removeGroup(kind, account)
  return removed
}
