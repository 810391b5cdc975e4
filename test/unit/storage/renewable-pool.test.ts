import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Sql } from '../../../src/storage/database.ts'
import { createRenewablePool } from '../../../src/storage/postgres/renewable-pool.ts'

function createPools(codes: readonly (string | null)[]) {
  const ended: number[] = []
  let made = 0
  const pool = createRenewablePool(() => {
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

describe('createRenewablePool', () => {
  for (const code of [
    'CONNECTION_CLOSED',
    'CONNECTION_DESTROYED',
    'CONNECT_TIMEOUT',
    'ECONNRESET',
    '57P01',
  ]) {
    it(`is replaced once after ${code}, however many queries meet it`, async () => {
      const { ask, ended, made } = createPools([code])
      const seen = await Promise.allSettled([ask(), ask(), ask()])
      assert.ok(seen.every(({ status }) => status === 'rejected'))
      assert.equal(await ask(), 1)
      assert.equal(made(), 2)
      assert.deepEqual(ended, [0])
    })
  }

  for (const code of ['23505', '57014', '40001', 'ECONNREFUSED']) {
    it(`stays after ${code}`, async () => {
      const { ask, made } = createPools([code])
      await assert.rejects(ask())
      await assert.rejects(ask())
      assert.equal(made(), 1)
    })
  }

  it('watches transactions too, and closes the current pool', async () => {
    const { pool, ask, ended } = createPools(['CONNECTION_CLOSED'])
    await assert.rejects(async () => await pool.sql.begin('read only', async () => []))
    assert.equal(await ask(), 1)
    await pool.close(1)
    assert.deepEqual(ended, [0, 1])
  })
})
