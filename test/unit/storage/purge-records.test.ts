import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { silentLog } from '../../../src/kernel/log.ts'
import { storageRuntime } from '../../../src/runtime/storage-runtime.ts'
import type { Sql } from '../../../src/storage/database.ts'
import { migrate } from '../../../src/storage/migrate.ts'
import { openPglite } from '../../../src/storage/pglite/open-pglite.ts'
import { purgeExpired, startPurge } from '../../../src/storage/purge-records.ts'

describe('the purge', () => {
  it('removes what has expired, over several batches, and nothing else', async () => {
    const database = await openPglite({ dataDir: 'memory://', runtime: storageRuntime, log: silentLog })
    await migrate({ database, types: [], migrationsFolder: storageRuntime.migrationsFolder })
    await database.sql.unsafe(`insert into firekeep_record (kind, key, value, created_at, expires_at)
      select 'k', n::text, '{}', 0, n from generate_series(1, 1200) n`)
    await database.sql.unsafe(
      `insert into firekeep_record (kind, key, value, created_at) values ('k', 'stays', '{}', 0)`,
    )
    assert.equal(await purgeExpired(database.sql, { now: () => 1100 }), 1100)
    assert.equal(await purgeExpired(database.sql, { now: () => 1100 }), 0)
    const [row] = await database.sql.unsafe('select count(*)::int as left from firekeep_record')
    assert.equal(row?.left, 101)
    await database.close()
  })
  it('comes back soon while there is more than it removes at once', async () => {
    let left = 25_000
    const sql = {
      async unsafe() {
        const removed = Math.min(left, 500)
        left -= removed
        return Array(removed).fill({ done: 1 })
      },
    } as unknown as Sql
    const startedAt = performance.now()
    const purge = startPurge(sql, { now: () => 0 }, silentLog, { usualMs: 300, shortMs: 1 })
    while (left > 0) await wait(1)
    // Three turns.
    assert.ok(performance.now() - startedAt < 600)
    await purge.stop()
  })
})
