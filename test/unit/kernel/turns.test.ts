import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createTurns } from '../../../src/kernel/turns.ts'

const refuse = () => new Error('too long')

/** A work that ends when it is told to. */
function openWork() {
  let end: () => void = () => {}
  const ended = new Promise<void>((resolve) => {
    end = resolve
  })
  return { work: () => ended, end }
}

describe('turns', () => {
  it('run at most so many works at once, and all of them', async () => {
    const inTurn = createTurns({ maxRunning: 2, maxWaitMs: 60_000, refuse })
    let [running, most] = [0, 0]
    const work = async () => {
      running += 1
      most = Math.max(most, running)
      await Promise.resolve()
      running -= 1
    }
    await Promise.all(Array.from({ length: 50 }, () => inTurn(work)))
    assert.equal(most, 2)
  })

  it('go round the parties, those that are known every second time', async () => {
    const inTurn = createTurns({ maxRunning: 1, maxWaitMs: 60_000, refuse })
    const first = openWork()
    const order: string[] = []
    const ask = (name: string, party: string, isKnown = false) =>
      inTurn(async () => void order.push(name), { party, isKnown })
    const all = [
      inTurn(first.work),
      ...['a1', 'a2', 'a3'].map((name) => ask(name, 'a')),
      ...['b1', 'c1'].map((name) => ask(name, name)),
      ...['k1', 'k2'].map((name) => ask(name, name, true)),
    ]
    first.end()
    await Promise.all(all)
    assert.deepEqual(order.toSorted(), ['a1', 'a2', 'a3', 'b1', 'c1', 'k1', 'k2'])
    assert.deepEqual(
      order.filter((name) => !name.startsWith('k')),
      ['a1', 'b1', 'c1', 'a2', 'a3'],
    )
    assert.ok(order.indexOf('k2') <= 3, order.join())
  })

  it('refuse who waits too long, and go on', async () => {
    const inTurn = createTurns({ maxRunning: 1, maxWaitMs: 1, refuse })
    const first = openWork()
    const running = inTurn(first.work)
    await assert.rejects(
      inTurn(async () => 'late'),
      /too long/,
    )
    first.end()
    await running
    assert.equal(await inTurn(async () => 'again'), 'again')
  })

  it('refuse at once when more wait than fit', async () => {
    const inTurn = createTurns({ maxRunning: 1, maxWaitMs: 60_000, maxWaiting: 1, refuse })
    const first = openWork()
    const running = [inTurn(first.work), inTurn(async () => {})]
    await assert.rejects(
      inTurn(async () => {}),
      /too long/,
    )
    first.end()
    await Promise.all(running)
  })

  it('go on after a work that fails', async () => {
    const inTurn = createTurns({ maxRunning: 1, maxWaitMs: 60_000, refuse })
    const results = await Promise.allSettled([
      inTurn(() => Promise.reject(new Error('no'))),
      inTurn(async () => 1),
    ])
    assert.deepEqual(
      results.map(({ status }) => status),
      ['rejected', 'fulfilled'],
    )
  })
})
