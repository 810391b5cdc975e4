import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Sql } from '../../../src/storage/database.ts'
import { createClientPool, type PoolOptions } from '../../../src/storage/postgres/client-pool.ts'

type Begin = [string, () => Promise<unknown>]

const first = 'set something'
const turn = () => new Promise((resolve) => setTimeout(resolve))

/** Looks never come by themselves unless a test wants them. */
const seldom = { lookMs: 3_600_000 }

/** Clients that answer with their number, or fail with the code that they are given; `'closed'`: cannot be opened. */
async function createAnswering(codes: readonly (string | null)[], options: Partial<PoolOptions> = {}) {
  const ended: number[] = []
  const closes: (() => void)[] = []
  const firsts: unknown[] = []
  let made = 0
  const fail = (code: string) => Promise.reject(Object.assign(new Error(code), { code }))
  const connect = (onClose: () => void) => {
    const number = made++
    const code = codes[number] ?? null
    closes[number] = onClose
    const run = () => (code === null ? Promise.resolve([{ number }]) : fail(code))
    const unsafe = (text: string) => {
      if (text !== first) return run()
      firsts.push(number)
      return code === 'closed' ? fail('ECONNREFUSED') : Promise.resolve([])
    }
    return { unsafe, begin: run, end: async () => void ended.push(number) } as unknown as Sql
  }
  const pool = createClientPool({ size: 1, first, connect, ...seldom, ...options })
  await turn()
  const ask = async () => (await pool.sql.unsafe('select 1'))[0]?.number
  return { pool, ask, ended, closes, firsts, made: () => made }
}

/** Clients that answer when the test says so; `started` has the client's number for each statement and transaction. */
async function createWaiting(size: number, options: Partial<PoolOptions> = {}) {
  const started: string[] = []
  const ended: number[] = []
  const answers: { resolve: () => void; reject: (error: unknown) => void }[] = []
  let made = 0
  const connect = () => {
    const number = made++
    const start = (what: string) => {
      started.push(`${number} ${what}`)
      return new Promise<void>((resolve, reject) => answers.push({ resolve, reject }))
    }
    const begin = async (...[words, work]: Begin) => {
      await start(words)
      return work()
    }
    const unsafe = (text: string) => (text === first ? Promise.resolve() : start(text))
    return { unsafe, begin, end: async () => void ended.push(number) } as unknown as Sql
  }
  const pool = createClientPool({ size, first, connect, ...seldom, ...options })
  await turn()
  const codes: unknown[] = []
  const note = (error: unknown) => void codes.push((error as { code?: string }).code)
  const ask = (text: string, table?: string) =>
    void pool.sql.unsafe(text, [], { prepare: true, table } as object).then(() => {}, note)
  const begin = (text: string) => void pool.sql.begin(text, async () => []).then(() => {}, note)
  const answer = async (index: number) => {
    answers[index]?.resolve()
    await turn()
  }
  const refuse = async (index: number, code: string) => {
    answers[index]?.reject(Object.assign(new Error(code), { code }))
    await turn()
  }
  return { pool, started, ended, codes, ask, begin, answer, refuse, made: () => made }
}

async function until(isSo: () => boolean): Promise<void> {
  for (let waited = 0; waited < 2_000 && !isSo(); waited++)
    await new Promise((resolve) => setTimeout(resolve, 5))
  assert.ok(isSo())
}

describe('createClientPool', () => {
  for (const code of [
    'CONNECTION_CLOSED',
    'CONNECTION_DESTROYED',
    'CONNECT_TIMEOUT',
    'ECONNRESET',
    '57P01',
  ]) {
    it(`replaces a client once after ${code}, however many queries meet it`, async () => {
      const { ask, ended, made } = await createAnswering([code])
      const seen = await Promise.allSettled([ask(), ask(), ask()])
      assert.ok(seen.every(({ status }) => status === 'rejected'))
      assert.equal(await ask(), 1)
      assert.equal(made(), 2)
      assert.deepEqual(ended, [0])
    })
  }

  for (const code of ['23505', '57014', '40001', 'ECONNREFUSED']) {
    it(`keeps a client after ${code}`, async () => {
      const { ask, made } = await createAnswering([code])
      await assert.rejects(ask())
      await assert.rejects(ask())
      assert.equal(made(), 1)
    })
  }

  it('replaces only the client that was cut; the others go on', async () => {
    const { pool, ask, ended, made } = await createAnswering([null, 'CONNECTION_CLOSED', null], { size: 3 })
    const seen = await Promise.allSettled([ask(), ask(), ask()])
    assert.deepEqual(
      seen.map(({ status }) => status),
      ['fulfilled', 'rejected', 'fulfilled'],
    )
    await turn()
    assert.deepEqual((await Promise.all([ask(), ask(), ask()])).toSorted(), [0, 2, 3])
    assert.equal(made(), 4)
    await pool.close(1)
    assert.deepEqual(ended.toSorted(), [0, 1, 2, 3])
  })

  it('begins every connection with its settings, also one that takes the place of an idle one', async () => {
    const { ask, closes, firsts } = await createAnswering([])
    assert.equal(await ask(), 0)
    closes[0]?.()
    assert.equal(await ask(), 1)
    assert.deepEqual(firsts, [0, 1])
  })

  it('fails at once while no connection can be opened, and serves again when one can', async () => {
    const codes = ['closed', 'closed', 'closed', null]
    const { pool, ask } = await createAnswering(codes)
    assert.equal(pool.isUp(), false)
    await assert.rejects(ask(), { code: 'ECONNREFUSED' })
    await until(() => pool.isUp())
    assert.equal(await ask(), 3)
    await pool.close(1)
  })

  it('watches transactions too, and closes the current clients', async () => {
    const { pool, ask, ended } = await createAnswering(['CONNECTION_CLOSED'])
    await assert.rejects(async () => await pool.sql.begin('read only', async () => []))
    assert.equal(await ask(), 1)
    await pool.close(1)
    assert.deepEqual(ended, [0, 1])
  })

  it('gives a statement to the least busy client', async () => {
    const { started, ask, answer } = await createWaiting(2)
    for (const text of ['a', 'b', 'c', 'd']) ask(text)
    assert.deepEqual(started, ['0 a', '1 b', '0 c', '1 d'])
    await answer(1)
    await answer(3)
    ask('e')
    ask('f')
    ask('g')
    assert.deepEqual(started.slice(4), ['1 e', '1 f', '0 g'])
  })

  it('keeps statements about one table together while others are few', async () => {
    const { started, ask } = await createWaiting(2)
    for (const table of ['patient', 'session', 'patient', 'patient', 'session']) ask(table, table)
    assert.deepEqual(started, ['0 patient', '1 session', '0 patient', '0 patient', '1 session'])
  })

  it('keeps the last client that is free of a table free of it', async () => {
    const { started, ask } = await createWaiting(2)
    for (const text of ['a', 'b', 'c']) ask(text, 'patient')
    ask('d', 'session')
    ask('e', 'session')
    assert.deepEqual(started, ['0 a', '0 b', '0 c', '1 d', '1 e'])
  })

  it('leaves a transaction alone on its client, however busy the others are', async () => {
    const { started, ask, begin, answer } = await createWaiting(2)
    begin('read only')
    for (const text of ['a', 'b', 'c']) ask(text)
    assert.deepEqual(started, ['0 read only', '1 a', '1 b', '1 c'])
    await answer(0)
    ask('d')
    assert.equal(started.at(-1), '0 d')
  })

  it('lets wait what finds every client in a transaction, until the first of these ends', async () => {
    const { started, ask, begin, answer } = await createWaiting(2)
    for (const text of ['t', 'u', 'v']) begin(text)
    assert.deepEqual(started, ['0 t', '1 u'])
    await answer(1)
    assert.deepEqual(started.slice(2), ['1 v'])
    ask('a')
    await answer(0)
    assert.deepEqual(started.slice(3), ['0 a'])
  })

  it('serves what waits when the client of a transaction is replaced', async () => {
    const { pool, ask } = await createAnswering(['57P01'])
    const lost = pool.sql.begin('', async () => [])
    const asked = ask()
    await assert.rejects(async () => await lost)
    assert.equal(await asked, 1)
  })

  it('makes no new client once it is closed', async () => {
    const { pool, ask, made } = await createAnswering(['CONNECTION_DESTROYED'])
    await pool.close(1)
    await assert.rejects(ask())
    assert.equal(made(), 1)
  })
})

describe('createClientPool with connections on which nothing moves', () => {
  const often = { lookMs: 5 }

  it('opens others beside them, and serves other tables there', async () => {
    const { pool, started, ask, made } = await createWaiting(2, often)
    ask('a', 'locked')
    ask('b', 'locked')
    await until(() => made() === 3)
    ask('c', 'locked')
    ask('d', 'patient')
    assert.deepEqual(started, ['0 a', '0 b', '1 d'])
    await pool.close(0)
  })

  it('serves the line of a table again when it moves', async () => {
    const { pool, started, ask, answer, made } = await createWaiting(2, often)
    ask('a', 'locked')
    ask('b', 'locked')
    await until(() => made() === 3)
    ask('c', 'locked')
    assert.equal(started.length, 2)
    await answer(0)
    await answer(1)
    await until(() => started.length === 3)
    await pool.close(0)
  })

  it('takes a lock that was waited for in vain for one that is still held', async () => {
    const { pool, started, ask, refuse, made } = await createWaiting(1, often)
    ask('a', 'locked')
    ask('b', 'locked')
    await until(() => made() === 2)
    await refuse(0, '55P03')
    ask('c', 'patient')
    assert.deepEqual(started, ['0 a', '0 b', '1 c'])
    await pool.close(0)
  })

  it('lets nobody wait without a bound', async () => {
    const { pool, codes, begin } = await createWaiting(1, { ...often, maxWaiting: 2, maxWaitMs: 20 })
    for (const text of ['a', 'b', 'c', 'd', 'e', 'f']) begin(text)
    await until(() => codes.length >= 2)
    assert.deepEqual([...new Set(codes)], ['database-busy'])
    await pool.close(0)
  })

  it('gives up a connection that has been silent for longer than a statement may take', async () => {
    const { pool, started, ended, ask } = await createWaiting(1, { ...often, maxSilenceMs: 50 })
    ask('a', 'patient')
    await until(() => ended.length > 0)
    ask('b', 'patient')
    assert.deepEqual(started, ['0 a', '1 b'])
    assert.deepEqual(ended, [0])
    await pool.close(0)
  })
})
