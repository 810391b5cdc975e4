/** What belongs together is written in one transaction, and told when it is committed. */

import { AppError } from '../kernel/errors.ts'
import { pause } from '../kernel/pause.ts'
import type { EngineParts } from './engine-parts.ts'
import type { Written } from './ports/writes.ts'

/**
 * Runs `work` with parts whose store and records are those of one transaction, all or nothing; inside another one it is
 * part of that. `work` may run several times, and must use no other store or records: they would wait for its end.
 */
export async function inUnit<T>(
  parts: EngineParts,
  requestId: string,
  work: (inner: EngineParts) => Promise<T>,
): Promise<T> {
  const { result, told } = await parts.store.transaction(async (unit) => {
    const told: Written[] = []
    const listeners = [async (written: Written) => void told.push(written)]
    return { result: await work({ ...parts, ...unit, listeners }), told }
  })
  for (const written of told) await tellWritten(parts, requestId, written)
  return result
}

const maxAttempts = 60
const maxRacedMs = 10_000
const longestPauseMs = 50

/** For work on a version that was read before: undefined means that another write came between. Throws AppError `transient`. */
export async function repeatWhileRaced<T>(work: () => Promise<T | undefined>): Promise<T> {
  const giveUpAt = performance.now() + maxRacedMs
  for (let attempt = 0; attempt < maxAttempts && performance.now() < giveUpAt; attempt++) {
    const result = await work()
    if (result !== undefined) return result
    await pause(Math.min(2 ** attempt, longestPauseMs) * Math.random())
  }
  throw new AppError('transient', 'too-many-writers', 'Others are writing this resource; try again')
}

/** The write has happened: what a listener makes of it is the log's to know, and cannot turn it into an error. */
export async function tellWritten(parts: EngineParts, requestId: string, written: Written): Promise<void> {
  for (const listener of parts.listeners ?? []) {
    try {
      await listener(written)
    } catch (error) {
      const { type, id, outcome } = written
      parts.log.error('a plug-in failed to hear of a write', { requestId, type, id, outcome, error })
    }
  }
}
