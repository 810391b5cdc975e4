/**
 * Removes expired records, and ends and removes resources whose time has come, in the background: a bounded number at a time,
 * until nothing is left. Records are not seen in the meantime either.
 */

import type { Clock } from '../kernel/clock.ts'
import type { Log } from '../kernel/log.ts'
import { pause } from '../kernel/pause.ts'
import type { Sql } from './database.ts'
import { purgeRecords } from './record-statements.ts'
import { runStatement } from './run.ts'

/** Between two rounds, and between two batches: the embedded database answers nobody else during one. */
const usualPauses = { roundMs: 60_000, batchMs: 10 }
export const batchSize = 500

export interface Purge {
  /** Everything that is due now. Resolves to the number of resources and records, of those that did not fail. */
  run(): Promise<number>
  /** Resolves when a batch that is under way is done. */
  stop(): Promise<void>
}

/** One batch of one kind of work: how many there were. Fewer than `batchSize`: there are no more. */
export type PurgeStep = () => Promise<number>

export function removeExpiredRecords(sql: Sql, clock: Clock): PurgeStep {
  return async () =>
    (await runStatement(sql, purgeRecords, { now: Math.floor(clock.now()), count: batchSize })).length
}

export function startPurge(steps: readonly PurgeStep[], log: Log, pauses = usualPauses): Purge {
  let isStopped = false
  let timer: ReturnType<typeof setTimeout> | undefined
  let running: Promise<unknown> = Promise.resolve()
  const runStep = async (step: PurgeStep): Promise<number> => {
    let done = 0
    for (let last = batchSize; last >= batchSize && !isStopped; done += last) {
      if (done > 0) await pause(pauses.batchMs)
      last = await step()
    }
    return done
  }
  const run = async (): Promise<number> => {
    let done = 0
    for (const step of steps) {
      done += await runStep(step).catch((error: unknown) => {
        log.warn('what has expired stays for now', { reason: String(error) })
        return 0
      })
    }
    return done
  }
  const plan = (): void => {
    if (isStopped) return
    timer = setTimeout(() => {
      running = run().then(plan)
    }, pauses.roundMs)
  }
  plan()
  return {
    run,
    async stop() {
      isStopped = true
      clearTimeout(timer)
      await running
    },
  }
}
