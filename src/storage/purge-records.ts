/** Removes expired records in the background, a bounded number at a time. Nobody sees them in the meantime either. */
import type { Clock } from '../kernel/clock.ts'
import type { Log } from '../kernel/log.ts'
import type { Sql } from './database.ts'
import { purgeRecords } from './record-statements.ts'
import { runStatement } from './run.ts'

const intervalMs = 60_000
/** While more has expired than one turn removes: strangers can make records too, faster than that. */
const shortIntervalMs = 1_000
const batchSize = 500
const batchesAtOnce = 20

export interface Purge {
  /** Resolves when a batch that is under way is done. */
  stop(): Promise<void>
}

/** Removes what has expired now; returns how many. */
export async function purgeExpired(sql: Sql, clock: Clock): Promise<number> {
  let removed = 0
  for (let batch = 0; batch < batchesAtOnce; batch++) {
    const rows = await runStatement(sql, purgeRecords, {
      now: Math.floor(clock.now()),
      count: batchSize,
    })
    removed += rows.length
    if (rows.length < batchSize) break
  }
  return removed
}

export function startPurge(
  sql: Sql,
  clock: Clock,
  log: Log,
  intervals = { usualMs: intervalMs, shortMs: shortIntervalMs },
): Purge {
  let running: Promise<unknown> = Promise.resolve()
  let isStopped = false
  let timer: ReturnType<typeof setTimeout> | undefined
  const turn = async (): Promise<void> => {
    const removed = await purgeExpired(sql, clock).catch((error) => {
      log.warn('expired records stay for now', { reason: String(error) })
      return 0
    })
    plan(removed < batchSize * batchesAtOnce ? intervals.usualMs : intervals.shortMs)
  }
  const plan = (pauseMs: number): void => {
    if (isStopped) return
    timer = setTimeout(() => {
      running = turn()
    }, pauseMs)
  }
  plan(intervals.usualMs)
  return {
    async stop() {
      isStopped = true
      clearTimeout(timer)
      await running
    },
  }
}
