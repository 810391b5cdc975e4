/** A server may be started before its database: it waits for what passes, and says so. */

import type { Log } from '../../kernel/log.ts'
import { pause } from '../../kernel/pause.ts'
import { describeCode, systemCodeOf } from './database-failure.ts'

export interface WaitOptions {
  /** 0: the first failure counts. */
  readonly waitMs: number
  readonly log: Log
  /** Between two attempts; default 500. */
  readonly pauseMs?: number
}

const away =
  /^(ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|CONNECT_TIMEOUT|CONNECTION_CLOSED|57P0[1-3]|53300)$/
const toldEveryMs = 5_000

/** Tries again while nobody answers, or who answers is starting. Throws the last failure when the time is up, and any other. */
export async function waitForDatabase<T>(open: () => Promise<T>, options: WaitOptions): Promise<T> {
  const { waitMs, log, pauseMs = 500 } = options
  const startedAt = performance.now()
  let toldAt = Number.NEGATIVE_INFINITY
  for (;;) {
    try {
      return await open()
    } catch (error) {
      const code = systemCodeOf(error)
      const leftMs = startedAt + waitMs - performance.now()
      if (code === undefined || !away.test(code) || leftMs < pauseMs) throw error
      if (performance.now() - toldAt >= toldEveryMs) {
        toldAt = performance.now()
        const secondsLeft = Math.round(leftMs / 1000)
        log.warn('the database is not there yet; waiting', { reason: describeCode(code), secondsLeft })
      }
      await pause(pauseMs)
    }
  }
}
