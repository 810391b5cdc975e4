import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { AppError } from '../../../src/kernel/errors.ts'
import { createPlaces } from '../../../src/kernel/places.ts'

const limits = { size: 4, maxWaiting: 6, maxWaitingOfOne: 4, maxWaitMs: 10_000 }

/** Asks in this order; says who has started, and ends them. */
function playground(more: Partial<typeof limits> = {}) {
  const inPlace = createPlaces({ ...limits, ...more })
  const started: string[] = []
  const ends = new Map<string, () => void>()
  const ask = (name: string) => {
    const asked = new Promise<void>((resolve, reject) => {
      const work = () => {
        started.push(name)
        resolve()
        return new Promise<void>((end) => ends.set(name, end))
      }
      inPlace(name.charAt(0), work).catch(reject)
    })
    // Of those that nobody waits for, in the end.
    asked.catch(() => {})
    return asked
  }
  const settle = () => new Promise((resolve) => setTimeout(resolve, 0))
  return { ask, started, settle, end: (name: string) => ends.get(name)?.() }
}

const codeOf = (asked: Promise<unknown>) =>
  asked.then(
    () => 'started',
    (error: unknown) => (error instanceof AppError ? error.code : String(error)),
  )

describe('places', () => {
  it('leave half of the places to those who have none', async () => {
    const { ask, started, settle } = playground()
    for (const name of ['a1', 'a2', 'a3', 'b1', 'c1', 'd1']) void ask(name)
    await settle()
    assert.deepEqual(started, ['a1', 'a2', 'b1', 'c1'])
  })

  it('go first to who has the fewest, then to who came first', async () => {
    const { ask, started, settle, end } = playground()
    for (const name of ['a1', 'a2', 'b1', 'c1', 'a3', 'b2', 'd1', 'e1']) void ask(name)
    await settle()
    end('a1')
    await settle()
    assert.deepEqual(started.slice(4), ['d1'])
    for (const name of ['a2', 'b1', 'c1']) end(name)
    await settle()
    assert.deepEqual(started.slice(5), ['a3', 'b2', 'e1'])
  })

  it('give a place back when the work fails', async () => {
    const inPlace = createPlaces({ ...limits, size: 1 })
    const failed = inPlace('a', () => Promise.reject(new Error('no')))
    const next = inPlace('b', async () => 'done')
    await assert.rejects(failed, /^Error: no$/)
    assert.equal(await next, 'done')
  })

  it('refuse who has too many waiting, and everybody when too many wait', async () => {
    const { ask, settle } = playground({ size: 1 })
    void ask('a1')
    for (let count = 0; count < 4; count += 1) void ask('b')
    assert.equal(await codeOf(ask('b')), 'too-many-waiting')
    void ask('c')
    void ask('d')
    assert.equal(await codeOf(ask('e')), 'busy')
    await settle()
  })

  it('do not let anybody wait for ever', async () => {
    const { ask, started, settle, end } = playground({ size: 1, maxWaitMs: 1 })
    await ask('a1')
    assert.equal(await codeOf(ask('b1')), 'busy')
    end('a1')
    await settle()
    assert.deepEqual(started, ['a1'])
  })
})
