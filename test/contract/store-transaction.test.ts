import assert from 'node:assert/strict'
import { it } from 'node:test'
import type { Change, Store } from '../../src/engine/ports/store.ts'
import { bePatient } from '../support/patience.ts'
import { describeOnEach, storedType } from './implementations.ts'

await bePatient()

const type = 'Patient'

function write(store: Store, id: string, more: object = {}) {
  return store.write({
    type,
    id,
    text: JSON.stringify({ resourceType: type, id, ...more }),
    expect: { kind: 'any' },
  })
}

describeOnEach('a transaction', [storedType(type)], { watchedTypes: [type], poolSize: 8 }, (opened) => {
  it('keeps all, sees its own writes, and tells listeners after the commit', async () => {
    const { store } = opened()
    const heard: (Change | null)[] = []
    const watch = store.watch((change) => heard.push(change))
    const result = await store.transaction(async ({ store: inner }) => {
      await write(inner, 't1')
      await inner.transaction(({ store: innermost }) => write(innermost, 't2'))
      assert.notEqual(await inner.read(type, 't1'), null)
      assert.equal(
        (await inner.search({ type, criteria: [], ids: ['t1', 't2'], count: 10, withTotal: true })).total,
        2,
      )
      assert.deepEqual(heard, [])
      return 'done'
    })
    watch.stop()
    assert.equal(result, 'done')
    assert.deepEqual(heard, [
      { type, id: 't1' },
      { type, id: 't2' },
    ])
    assert.notEqual(await store.read(type, 't2'), null)
  })

  it('keeps nothing after an error, which it passes on', async () => {
    const { store } = opened()
    const heard: unknown[] = []
    const watch = store.watch((change) => heard.push(change))
    const failure = new Error('stop')
    const work = store.transaction(async ({ store: inner }) => {
      await write(inner, 'rolled-back')
      throw failure
    })
    await assert.rejects(work, (error) => error === failure)
    watch.stop()
    assert.deepEqual(heard, [])
    assert.equal(await store.read(type, 'rolled-back'), null)
    assert.equal((await store.history({ type, id: 'rolled-back', count: 5 })).versions.length, 0)
  })

  it('keeps nothing after a statement failed, with the error of that statement', async () => {
    const { store } = opened()
    const work = store.transaction(async ({ store: inner }) => {
      await write(inner, 'before-failure')
      await write(inner, 'failure', { x: '\u0000' })
    })
    await assert.rejects(work, { category: 'invalid' })
    assert.equal(await store.read(type, 'before-failure'), null)
  })

  it('is repeated when it conflicts, so that no increment is lost', async () => {
    const { store } = opened()
    await write(store, 'counter', { n: 0 })
    let runs = 0
    const increment = () =>
      store.transaction(async ({ store: inner }) => {
        runs++
        const { n } = JSON.parse((await inner.read(type, 'counter'))?.text ?? '') as { n: number }
        await write(inner, 'counter', { n: n + 1 })
      })
    await Promise.all([increment(), increment(), increment()])
    assert.equal(JSON.parse((await store.read(type, 'counter'))?.text ?? '').n, 3)
    assert.ok(runs >= 3)
  })
})
