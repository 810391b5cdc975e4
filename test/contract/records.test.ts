import assert from 'node:assert/strict'
import { before, it } from 'node:test'
import type { Clock } from '../../src/kernel/clock.ts'
import { bePatient } from '../support/patience.ts'
import { describeOnEach } from './implementations.ts'

await bePatient()

const start = Date.UTC(2030, 0, 1)
let now = start
const clock: Clock = { now: () => now }
const never = { expiresAt: null }

function count<T>(items: readonly T[], isWanted: (item: T) => boolean): number {
  return items.filter(isWanted).length
}

describeOnEach('records', [], { clock, poolSize: 16 }, (opened) => {
  before(() => {
    now = start
  })

  it('insert stores once, and again after expiry', async () => {
    const { records } = opened()
    const expiresAt = now + 1000
    assert.equal(await records.insert('code', 'once', { n: 1 }, { expiresAt }), true)
    assert.equal(await records.insert('code', 'once', { n: 2 }, { expiresAt }), false)
    assert.deepEqual((await records.find('code', 'once'))?.value, { n: 1 })
    await records.use('code', 'once')
    now += 1000
    assert.equal(await records.insert('code', 'once', { n: 3 }, { expiresAt: now + 1 }), true)
    assert.deepEqual(await records.find('code', 'once'), {
      value: { n: 3 },
      uses: 0,
      expiresAt: now + 1,
      lastUsedAt: null,
    })
  })

  it('keeps kinds apart', async () => {
    const { records } = opened()
    await records.insert('a', 'same', { kind: 'a' }, never)
    assert.equal(await records.find('b', 'same'), null)
    assert.equal(await records.insert('b', 'same', {}, never), true)
  })

  it('use counts, and tells when it was used before', async () => {
    const { records } = opened()
    await records.insert('code', 'use', {}, never)
    const first = await records.use('code', 'use')
    const usedAt = now
    now += 5
    const second = await records.use('code', 'use')
    assert.deepEqual([first?.uses, first?.lastUsedAt], [1, null])
    assert.deepEqual([second?.uses, second?.lastUsedAt], [2, usedAt])
    assert.equal((await records.find('code', 'use'))?.lastUsedAt, now)
    assert.equal(await records.use('code', 'missing'), null)
  })

  it('nothing finds, uses, extends, takes or lists what has expired', async () => {
    const { records } = opened()
    const expiresAt = now + 10
    await records.insert('old', 'k', {}, { expiresAt })
    now = expiresAt - 1
    assert.notEqual(await records.find('old', 'k'), null)
    assert.equal((await records.list('old')).length, 1)
    now = expiresAt
    assert.equal(await records.find('old', 'k'), null)
    assert.equal(await records.use('old', 'k'), null)
    assert.equal(await records.extend('old', 'k', now + 10), false)
    assert.equal(await records.take('old', 'k'), null)
    assert.deepEqual(await records.list('old'), [])
  })

  it('extend moves the expiry without a use', async () => {
    const { records } = opened()
    await records.insert('token', 't', {}, { expiresAt: now + 10 })
    assert.equal(await records.extend('token', 't', now + 100), true)
    assert.equal(await records.extend('token', 'missing', now + 100), false)
    now += 50
    assert.deepEqual(await records.find('token', 't'), {
      value: {},
      uses: 0,
      expiresAt: now + 50,
      lastUsedAt: null,
    })
  })

  it('of 50 concurrent uses exactly one is the first', async () => {
    const { records } = opened()
    await records.insert('code', 'race', {}, { expiresAt: now + 1000 })
    const used = await Promise.all(Array.from({ length: 50 }, () => records.use('code', 'race')))
    assert.deepEqual(
      used.map((record) => record?.uses ?? 0).sort((a, b) => a - b),
      Array.from({ length: 50 }, (_, index) => index + 1),
    )
  })

  it('of 50 concurrent exchanges exactly one is the first, and stores what comes of it', async () => {
    const { records } = opened()
    await records.insert('code', 'exchange', { n: 0 }, { expiresAt: now + 1000 })
    const exchange = (_: unknown, n: number) =>
      records.exchange('code', 'exchange', {
        ...{ kind: 'token', key: `made-${n}`, value: { n } },
        options: { expiresAt: now + 500, group: 'exchanged' },
      })
    const used = await Promise.all(Array.from({ length: 50 }, exchange))
    assert.deepEqual(
      used.map((record) => record?.uses ?? 0).sort((a, b) => a - b),
      Array.from({ length: 50 }, (_, index) => index + 1),
    )
    const first = used.findIndex((record) => record?.uses === 1)
    const made = (await records.list('token')).filter(({ key }) => key.startsWith('made-'))
    assert.deepEqual(
      made.map(({ key, value }) => [key, value]),
      [[`made-${first}`, { n: first }]],
    )
    assert.equal((await records.find('token', `made-${first}`))?.expiresAt, now + 500)
    assert.equal(await records.removeGroup('token', 'exchanged'), 1)
    assert.equal((await records.find('code', 'exchange'))?.uses, 50)
  })

  it('an exchange of what is missing or over stores nothing', async () => {
    const { records } = opened()
    const made = { kind: 'token', key: 'never', value: {}, options: never }
    assert.equal(await records.exchange('code', 'nothing', made), null)
    await records.insert('code', 'over', {}, { expiresAt: now + 1 })
    now += 1
    assert.equal(await records.exchange('code', 'over', made), null)
    assert.equal(await records.find('token', 'never'), null)
  })

  it('of 20 concurrent insertions and of 20 takes exactly one succeeds', async () => {
    const { records } = opened()
    const insert = (_: unknown, n: number) => records.insert('code', 'insert-race', { n }, never)
    const inserted = await Promise.all(Array.from({ length: 20 }, insert))
    assert.equal(
      count(inserted, (isDone) => isDone),
      1,
    )
    const taken = await Promise.all(Array.from({ length: 20 }, () => records.take('code', 'insert-race')))
    assert.equal(
      count(taken, (value) => value !== null),
      1,
    )
  })

  it('count starts at 1, goes on until it has expired, and then starts again', async () => {
    const { records } = opened()
    const counted = async () => (await records.count('fails', 'ann', { expiresAt: now + 100 })).uses
    assert.deepEqual([await counted(), await counted()], [1, 2])
    now += 99
    assert.equal(await counted(), 3)
    now += 100
    const again = await records.count('fails', 'ann', { expiresAt: now + 100 })
    assert.deepEqual(again, { value: {}, uses: 1, expiresAt: now + 100, lastUsedAt: null })
    const many = await Promise.all(
      Array.from({ length: 20 }, () => records.count('fails', 'bob', { expiresAt: now + 9 })),
    )
    assert.equal(Math.max(...many.map((record) => record.uses)), 20)
  })

  it('takeSlot takes what a bucket has, and one more after each interval', async () => {
    const { records } = opened()
    const take = () => records.takeSlot('bucket', 'ann', { slots: 3, refillMs: 10 })
    assert.deepEqual([await take(), await take(), await take(), await take()], [1, 2, 3, null])
    now += 9
    assert.equal(await take(), null)
    now += 1
    assert.deepEqual([await take(), await take()], [3, null])
    now += 15
    assert.equal(await take(), 3)
    now += 5
    assert.equal(await take(), 3, 'what had come of an interval counts')
    await records.giveBack('bucket', 'ann')
    assert.deepEqual([await take(), await take()], [3, null])
    now += 1000
    assert.equal(await take(), 1)
  })

  it('takeSlot gives no more slots than there are to however many ask at once, and giveBack never more', async () => {
    const { records } = opened()
    const bucket = { slots: 5, refillMs: 1000, group: 'slots' }
    const taken = await Promise.all(
      Array.from({ length: 40 }, () => records.takeSlot('bucket', 'race', bucket)),
    )
    assert.equal(
      count(taken, (one) => one !== null),
      5,
    )
    await Promise.all(Array.from({ length: 9 }, () => records.giveBack('bucket', 'race')))
    assert.equal(await records.takeSlot('bucket', 'race', bucket), 1)
    assert.equal((await records.list('bucket')).find(({ key }) => key === 'race')?.uses, 1)
    assert.equal(await records.removeGroup('bucket', 'slots'), 1)
    await records.giveBack('bucket', 'nobody')
  })

  it('removeGroup removes its group of its kind only, and counts what was alive', async () => {
    const { records } = opened()
    await records.insert('g', '1', {}, { expiresAt: null, group: 'x' })
    await records.insert('g', '2', {}, { expiresAt: now + 10, group: 'x' })
    await records.insert('g', '3', {}, { expiresAt: null, group: 'y' })
    await records.insert('h', '1', {}, { expiresAt: null, group: 'x' })
    now += 10
    assert.equal(await records.removeGroup('g', 'x'), 1)
    assert.equal(await records.removeGroup('g', 'x'), 0)
    assert.equal(await records.find('g', '1'), null)
    assert.notEqual(await records.find('g', '3'), null)
    assert.notEqual(await records.find('h', '1'), null)
  })

  it('list is oldest first, with values and times', async () => {
    const { records } = opened()
    const first = now
    await records.insert('key', 'b', { n: 1 }, never)
    now += 1
    await records.insert('key', 'a', { n: 2 }, never)
    assert.deepEqual(await records.list('key'), [
      { key: 'b', value: { n: 1 }, createdAt: first, uses: 0, lastUsedAt: null },
      { key: 'a', value: { n: 2 }, createdAt: now, uses: 0, lastUsedAt: null },
    ])
  })

  it('refuses a key without bounds', async () => {
    await assert.rejects(opened().records.insert('code', 'x'.repeat(5000), {}, never), {
      category: 'invalid',
    })
  })

  it('finds nothing under a key that cannot be stored', async () => {
    await assert.rejects(opened().records.find('code', 'a\u0000b'), { category: 'invalid' })
  })
})
