import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { type Log, silentLog } from '../../../src/kernel/log.ts'
import { batchSize, startPurge } from '../../../src/storage/purge.ts'

/** So much work, a batch at a time. */
function work(total: number) {
  const state = { left: total, batches: 0 }
  const step = async () => {
    const done = Math.min(state.left, batchSize)
    state.left -= done
    state.batches += 1
    return done
  }
  return { state, step }
}

const pauses = { roundMs: 60_000, batchMs: 0 }

describe('the purge', () => {
  it('goes on until nothing is left, however much there is', async () => {
    const [records, sessions] = [work(batchSize * 40), work(batchSize * 7 + 1)]
    const purge = startPurge([records.step, sessions.step], silentLog, pauses)
    assert.equal(await purge.run(), batchSize * 47 + 1)
    assert.deepEqual(
      [records.state, sessions.state],
      [
        { left: 0, batches: 41 },
        { left: 0, batches: 8 },
      ],
    )
    await purge.stop()
  })

  it('does the rest when one of its steps fails, and says so', async () => {
    const warnings: string[] = []
    const log: Log = { ...silentLog, warn: (message) => warnings.push(message) }
    const good = work(3)
    const bad = async () => {
      throw new Error('no database')
    }
    const purge = startPurge([bad, good.step], log, pauses)
    assert.equal(await purge.run(), 3)
    assert.equal(warnings.length, 1)
    await purge.stop()
  })

  it('comes back by itself, and not after it was stopped', async () => {
    const { state, step } = work(Number.POSITIVE_INFINITY)
    const rounds = { count: 0 }
    const once = async () => {
      rounds.count += 1
      return 0
    }
    const purge = startPurge([once], silentLog, { roundMs: 1, batchMs: 0 })
    while (rounds.count < 3) await wait(1)
    await purge.stop()
    const seen = rounds.count
    await wait(20)
    assert.equal(rounds.count, seen)
    // A step that never comes to its end is left by the stop.
    const endless = startPurge([step], silentLog, { roundMs: 1, batchMs: 1 })
    while (state.batches < 3) await wait(1)
    await endless.stop()
  })
})
