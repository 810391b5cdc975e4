import assert from 'node:assert/strict'
import { it } from 'node:test'
import type { Change, Store, Unit } from '../../src/engine/ports/store.ts'
import { bePatient } from '../support/patience.ts'
import { describeOnEach, idIs, storedType } from './implementations.ts'

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
      await inner.transaction((unit) => write(unit.store, 't2'))
      assert.notEqual(await inner.read(type, 't1'), null)
      assert.equal(
        (await inner.search({ type, where: idIs('t1', 't2'), count: 10, withTotal: true })).total,
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

  it('has records of its own, which are kept or forgotten with it', async () => {
    const { store, records } = opened()
    const insert = (problem?: Error) =>
      store.transaction(async (unit) => {
        assert.equal(await unit.records.insert('code', 'c', { n: 1 }, { expiresAt: null }), true)
        await unit.records.use('code', 'c')
        await write(unit.store, 'beside-a-record')
        if (problem !== undefined) throw problem
      })
    await assert.rejects(insert(new Error('stop')), /stop/)
    assert.deepEqual(
      [await records.find('code', 'c'), await store.read(type, 'beside-a-record')],
      [null, null],
    )
    await insert()
    assert.equal((await records.find('code', 'c'))?.uses, 1)
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

const expiresAt = null

describeOnEach(
  'the records of a transaction',
  [storedType(type)],
  { watchedTypes: [type], watchedRecordKinds: ['code'], poolSize: 8 },
  (opened) => {
    it('are kept with the resources, and told after the commit', async () => {
      const { store, records } = opened()
      const heard: (Change | null)[] = []
      const watch = store.watch((change) => heard.push(change))
      await store.transaction(async (unit) => {
        assert.equal(await unit.records.insert('code', 'kept', { n: 1 }, { expiresAt }), true)
        assert.equal((await unit.records.use('code', 'kept'))?.uses, 1)
        await unit.store.transaction(async (inner) => {
          await inner.records.count('counter', 'kept', { expiresAt: Date.now() + 60_000 })
          await write(inner.store, 'with-record')
        })
        assert.deepEqual(heard, [])
      })
      watch.stop()
      assert.deepEqual(heard, [
        { type: 'record:code', id: 'kept' },
        { type, id: 'with-record' },
      ])
      assert.equal((await records.find('code', 'kept'))?.uses, 1)
      assert.equal((await records.find('counter', 'kept'))?.uses, 1)
    })

    it('are gone with the resources after an error, and nothing is told', async () => {
      const { store, records } = opened()
      await records.insert('code', 'stays', {}, { expiresAt, group: 'g' })
      const heard: unknown[] = []
      const watch = store.watch((change) => heard.push(change))
      const work = store.transaction(async (unit) => {
        await unit.records.insert('code', 'undone', {}, { expiresAt })
        await unit.records.take('code', 'stays')
        throw new Error('stop')
      })
      await assert.rejects(work, /stop/)
      watch.stop()
      assert.deepEqual(heard, [])
      assert.equal(await records.find('code', 'undone'), null)
      assert.notEqual(await records.find('code', 'stays'), null)
    })

    it('are used once each, whoever races: a conflict repeats the work', async () => {
      const { store, records } = opened()
      await records.insert('once', 'k', {}, { expiresAt })
      const use = () => store.transaction(async (unit) => (await unit.records.use('once', 'k'))?.uses)
      const uses = await Promise.all([use(), use(), use()])
      assert.deepEqual(uses.sort(), [1, 2, 3])
    })
  },
)

const never = new Promise<never>(() => {})

describeOnEach(
  'a transaction that does not end',
  [storedType(type)],
  { watchedTypes: [type], poolSize: 2, transactionLimitMs: 500 },
  (opened) => {
    const tooLong = { category: 'transient', code: 'transaction-timeout' }

    it('is undone and refused in time, and nothing of it is told', async () => {
      const { store, records } = opened()
      const heard: unknown[] = []
      const watch = store.watch((change) => heard.push(change))
      const work = store.transaction(async (unit) => {
        await write(unit.store, 'endless')
        await unit.records.insert('code', 'endless', {}, { expiresAt })
        await never
      })
      await assert.rejects(work, tooLong)
      watch.stop()
      assert.deepEqual(heard, [])
      assert.equal(await store.read(type, 'endless'), null)
      assert.equal(await records.find('code', 'endless'), null)
    })

    it('because it waits for the outer store, which waits for it', async () => {
      const { store } = opened()
      const work = store.transaction(async (unit) => {
        await write(unit.store, 'both')
        await write(store, 'both')
      })
      await assert.rejects(work, tooLong)
      await write(store, 'after')
      assert.notEqual(await store.read(type, 'after'), null)
    })

    it('leaves the connections to the others, however many there are', async () => {
      const { store } = opened()
      const many = Array.from({ length: 6 }, () => store.transaction(() => never))
      const started = performance.now()
      for (const result of await Promise.allSettled(many)) {
        assert.equal(result.status === 'rejected' && result.reason.code, tooLong.code)
      }
      assert.ok(performance.now() - started < 10_000)
      await store.transaction(({ store: inner }) => write(inner, 'afterwards'))
      assert.notEqual(await store.read(type, 'afterwards'), null)
    })

    it('cannot write when it is over', async () => {
      const { store, records } = opened()
      let kept: Unit | undefined
      await store.transaction(async (unit) => {
        kept = unit
        await write(unit.store, 'in-time')
      })
      assert.ok(kept)
      const over = { code: 'transaction-over' }
      await assert.rejects(write(kept.store, 'too-late'), over)
      await assert.rejects(kept.store.read(type, 'in-time'), over)
      await assert.rejects(kept.records.insert('code', 'too-late', {}, { expiresAt }), over)
      assert.equal(await store.read(type, 'too-late'), null)
      assert.equal(await records.find('code', 'too-late'), null)
    })
  },
)
