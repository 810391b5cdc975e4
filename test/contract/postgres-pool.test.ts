import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { silentLog } from '../../src/kernel/log.ts'
import type { Database, SqlRunner } from '../../src/storage/database.ts'
import { openPostgres } from '../../src/storage/postgres/open-postgres.ts'
import { createTestDatabase, type TestDatabase, testDatabaseUrl } from '../support/open-test-store.ts'
import { bePatient } from '../support/patience.ts'
import { skipPostgres } from './implementations.ts'

await bePatient()

describe('the pool of PostgreSQL', { skip: skipPostgres }, () => {
  const poolSize = 3
  let place: TestDatabase
  let database: Database

  before(async () => {
    if (skipPostgres) return
    place = await createTestDatabase(testDatabaseUrl as string)
    database = openPostgres({ url: place.url, log: silentLog, poolSize })
  })
  after(async () => {
    await database?.close()
    await place?.drop()
  })

  const pidOf = async (sql: SqlRunner): Promise<number> =>
    (await sql.unsafe('select pg_backend_pid() as pid'))[0]?.pid
  const pids = (count: number) => Promise.all(Array.from({ length: count }, () => pidOf(database.sql)))

  /** Once there are as many as wanted; some may still be opened, or be there beside others that were busy. */
  const seenPids = async (): Promise<Set<number>> => {
    for (let attempt = 0; ; attempt++) {
      const seen = new Set(await pids(12))
      if (seen.size >= poolSize || attempt === 500) return seen
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }

  it('spreads statements evenly over its connections', async () => {
    assert.equal((await seenPids()).size, poolSize)
    const seen = await pids(12)
    for (const pid of seen) assert.equal(seen.filter((other) => other === pid).length, 12 / poolSize)
  })

  it('runs nothing else on the connection of a transaction', async () => {
    await database.sql.begin('read only', async (sql) => {
      const own = await pidOf(sql)
      const others = await pids(12)
      assert.equal(new Set(others).size, poolSize - 1)
      assert.ok(!others.includes(own))
      assert.equal(await pidOf(sql), own)
    })
    assert.equal(new Set(await pids(12)).size, poolSize)
  })

  it('serves more transactions at once than it has connections', async () => {
    const sums = await Promise.all(
      Array.from({ length: 4 * poolSize }, (_, number) =>
        database.sql.begin(
          'read only',
          async (sql) => (await sql.unsafe('select $1::int as n', [number]))[0]?.n,
        ),
      ),
    )
    assert.deepEqual(
      sums,
      Array.from({ length: 4 * poolSize }, (_, number) => number),
    )
  })

  it('replaces the one connection that was cut under load; the others keep theirs', async () => {
    const before = await seenPids()
    const [victim] = before
    const running = Promise.allSettled(
      Array.from({ length: 12 }, () => database.sql.unsafe('select pg_sleep(0.2), pg_backend_pid() as pid')),
    )
    const admin = database.connectOnce()
    await admin.unsafe('select pg_terminate_backend($1)', [victim as number])
    await admin.end()
    const failed = (await running).filter(({ status }) => status === 'rejected')
    assert.ok(failed.length > 0 && failed.length <= 12 / poolSize, `${failed.length} failed`)
    const now = await seenPids()
    assert.equal([...now].filter((pid) => before.has(pid)).length, poolSize - 1)
    assert.ok(!now.has(victim as number))
  })

  it('serves other tables and transactions while one is locked, and refuses what waits for it in time', async () => {
    const admin = database.connectOnce()
    await admin.unsafe('create table locked (id int); create table open (id int)')
    const { promise: released, resolve: release } = Promise.withResolvers<void>()
    const { promise: isLocked, resolve: lock } = Promise.withResolvers<void>()
    const holder = admin.begin(async (sql) => {
      await sql.unsafe('lock table locked in access exclusive mode')
      lock()
      await released
    })
    await isLocked
    const about = (table: string) => ({ prepare: true, table })
    let ended = 0
    const stuck = Array.from({ length: 3 * poolSize }, async () => {
      await database.sql
        .unsafe('select id from locked where id = $1', [1], about('locked'))
        .finally(() => ended++)
    })
    const settled = Promise.allSettled(stuck)
    for (let time = 0; time < 10; time++)
      await database.sql.unsafe('select id from open where id = $1', [1], about('open'))
    await database.sql.begin('read only', async (sql) => await sql.unsafe('select 1'))
    // They were served before the lock was given up, and before anybody stopped waiting for it.
    assert.equal(ended, 0)
    release()
    await holder
    const outcomes = await settled
    assert.ok(outcomes.every((one) => one.status === 'fulfilled' || one.reason.code === '55P03'))
    await admin.end()
  })
})
