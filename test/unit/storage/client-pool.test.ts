import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Sql } from '../../../src/storage/database.ts'
import { createClientPool } from '../../../src/storage/postgres/client-pool.ts'

type Begin = [string, () => Promise<unknown>]

/** Clients that answer with their number, or fail with the code that they are given. */
function createAnswering(codes: readonly (string | null)[], size = 1) {
  const ended: number[] = []
  let made = 0
  const pool = createClientPool(size, () => {
    const number = made++
    const code = codes[number] ?? null
    const run = () =>
      code === null ? Promise.resolve([{ number }]) : Promise.reject(Object.assign(new Error(), { code }))
    const end = async () => void ended.push(number)
    return { unsafe: run, begin: run, end } as unknown as Sql
  })
  const ask = async () => (await pool.sql.unsafe('select 1'))[0]?.number
  return { pool, ask, ended, made: () => made }
}

/** Clients that answer when the test says so; `started` has the client's number for each statement and transaction. */
function createWaiting(size: number) {
  const started: string[] = []
  const answers: (() => void)[] = []
  let made = 0
  const pool = createClientPool(size, () => {
    const number = made++
    const start = (what: string) => {
      started.push(`${number} ${what}`)
      return new Promise<void>((resolve) => answers.push(resolve))
    }
    const begin = async (...[words, work]: Begin) => {
      await start(words)
      return work()
    }
    return { unsafe: start, begin, end: async () => {} } as unknown as Sql
  })
  const ask = (text: string) => void pool.sql.unsafe(text).then(() => {})
  const begin = (text: string) => void pool.sql.begin(text, async () => []).then(() => {})
  const answer = async (index: number) => {
    answers[index]?.()
    await new Promise((resolve) => setTimeout(resolve))
  }
  return { pool, started, ask, begin, answer }
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
      const { ask, ended, made } = createAnswering([code])
      const seen = await Promise.allSettled([ask(), ask(), ask()])
      assert.ok(seen.every(({ status }) => status === 'rejected'))
      assert.equal(await ask(), 1)
      assert.equal(made(), 2)
      assert.deepEqual(ended, [0])
    })
  }

  for (const code of ['23505', '57014', '40001', 'ECONNREFUSED']) {
    it(`keeps a client after ${code}`, async () => {
      const { ask, made } = createAnswering([code])
      await assert.rejects(ask())
      await assert.rejects(ask())
      assert.equal(made(), 1)
    })
  }

  it('replaces only the client that was cut; the others go on', async () => {
    const { pool, ask, ended, made } = createAnswering([null, 'CONNECTION_CLOSED', null], 3)
    const seen = await Promise.allSettled([ask(), ask(), ask()])
    assert.deepEqual(
      seen.map(({ status }) => status),
      ['fulfilled', 'rejected', 'fulfilled'],
    )
    assert.deepEqual(await Promise.all([ask(), ask(), ask()]), [0, 3, 2])
    assert.equal(made(), 4)
    await pool.close(1)
    assert.deepEqual(ended.toSorted(), [0, 1, 2, 3])
  })

  it('watches transactions too, and closes the current clients', async () => {
    const { pool, ask, ended } = createAnswering(['CONNECTION_CLOSED'])
    await assert.rejects(async () => await pool.sql.begin('read only', async () => []))
    assert.equal(await ask(), 1)
    await pool.close(1)
    assert.deepEqual(ended, [0, 1])
  })

  it('gives a statement to the least busy client', async () => {
    const { started, ask, answer } = createWaiting(2)
    for (const text of ['a', 'b', 'c', 'd']) ask(text)
    assert.deepEqual(started, ['0 a', '1 b', '0 c', '1 d'])
    await answer(1)
    await answer(3)
    ask('e')
    ask('f')
    ask('g')
    assert.deepEqual(started.slice(4), ['1 e', '1 f', '0 g'])
  })

  it('leaves a transaction alone on its client, however busy the others are', async () => {
    const { started, ask, begin, answer } = createWaiting(2)
    begin('read only')
    for (const text of ['a', 'b', 'c']) ask(text)
    assert.deepEqual(started, ['0 read only', '1 a', '1 b', '1 c'])
    await answer(0)
    ask('d')
    assert.equal(started.at(-1), '0 d')
  })

  it('lets wait what finds every client in a transaction, until the first of these ends', async () => {
    const { started, ask, begin, answer } = createWaiting(2)
    for (const text of ['t', 'u', 'v']) begin(text)
    ask('a')
    assert.deepEqual(started, ['0 t', '1 u'])
    await answer(1)
    assert.deepEqual(started.slice(2), ['1 v'])
    await answer(0)
    assert.deepEqual(started.slice(3), ['0 a'])
  })

  it('serves what waits when the client of a transaction is replaced', async () => {
    const { pool, ask } = createAnswering(['57P01'])
    const lost = pool.sql.begin('', async () => [])
    const asked = ask()
    await assert.rejects(async () => await lost)
    assert.equal(await asked, 1)
  })

  it('makes no new client once it is closed', async () => {
    const { pool, ask, made } = createAnswering(['CONNECTION_DESTROYED'])
    await pool.close(1)
    await assert.rejects(ask())
    assert.equal(made(), 1)
  })
})
