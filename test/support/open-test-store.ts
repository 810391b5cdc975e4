/**
 * A store for a test: by default an embedded database in memory, with TEST_DATABASE_URL a database of its own on that
 * server, dropped at `close`. Embedded ones are emptied and used again, because opening one takes half a second.
 */
import process from 'node:process'
import type { PGlite } from '@electric-sql/pglite'
import postgres from 'postgres'
import { createIndexer } from '../../src/engine/search/create-indexer.ts'
import type { Clock } from '../../src/kernel/clock.ts'
import { systemClock } from '../../src/kernel/clock.ts'
import { type Log, silentLog } from '../../src/kernel/log.ts'
import { systemRandom } from '../../src/kernel/random.ts'
import { storageRuntime } from '../../src/runtime/storage-runtime.ts'
import type { Database } from '../../src/storage/database.ts'
import {
  type OpenStore,
  openStore,
  openStoreOn,
  type StorableType,
  type StoreOptions,
} from '../../src/storage/open-store.ts'
import { openMemory, toDatabase } from '../../src/storage/pglite/open-pglite.ts'

export interface TestStoreOptions {
  readonly clock?: Clock
  readonly log?: Log
  readonly watchedTypes?: readonly string[]
  readonly watchedRecordKinds?: readonly string[]
  readonly transactionLimitMs?: number
  /** Connections on PostgreSQL; more make races sharper. */
  readonly poolSize?: number
}

export interface TestStore extends OpenStore {
  /** Forgets all resources and records; the next version is the first one again. */
  readonly empty: () => Promise<unknown>
}

/** Deleting is quicker than truncating where there is little to delete. */
const emptyAll = `do $$ declare name text; begin
  for name in select tablename from pg_tables where schemaname = 'public' and tablename not in ('firekeep_migration', 'firekeep_index') loop
    execute 'delete from ' || quote_ident(name);
  end loop;
end $$;
alter sequence firekeep_txid restart`

export const testDatabaseUrl = process.env.TEST_DATABASE_URL

export function openTestStore(
  types: readonly StorableType[],
  options: TestStoreOptions = {},
): Promise<TestStore> {
  return testDatabaseUrl ? openPostgresTestStore(types, options) : openPgliteTestStore(types, options)
}

export function testStoreOptions(
  types: readonly StorableType[],
  options: TestStoreOptions = {},
): StoreOptions {
  return {
    types,
    indexer: createIndexer(types),
    clock: systemClock,
    log: silentLog,
    random: systemRandom,
    runtime: storageRuntime,
    ...options,
  }
}

const idle: PGlite[] = []

/** Always the embedded database. */
export async function openPgliteTestStore(
  types: readonly StorableType[],
  options: TestStoreOptions = {},
): Promise<TestStore> {
  const log = options.log ?? silentLog
  const engine = idle.pop() ?? (await openMemory({ runtime: storageRuntime, log }))
  const database = toDatabase(engine, storageRuntime, null)
  // A client of its own each time: an old one would remember statements that are prepared no more.
  const recycled: Database = {
    ...database,
    async close() {
      await database.sql.end({ timeout: 5 })
      await engine.exec('drop schema public cascade; create schema public; deallocate all')
      idle.push(engine)
    },
  }
  const opened = await openStoreOn(recycled, testStoreOptions(types, options))
  return { ...opened, empty: () => engine.exec(emptyAll) }
}

export interface TestDatabase {
  readonly url: string
  drop(): Promise<void>
}

/** An empty database of its own on the server of TEST_DATABASE_URL. */
export async function createTestDatabase(serverUrl: string): Promise<TestDatabase> {
  const name = `firekeep_test_${crypto.randomUUID().replaceAll('-', '')}`
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  await withAdmin(serverUrl, `create database ${name} template template0`)
  return { url: url.href, drop: () => withAdmin(serverUrl, `drop database if exists ${name} with (force)`) }
}

async function withAdmin(serverUrl: string, statement: string): Promise<void> {
  const admin = postgres(serverUrl, { max: 1, onnotice() {} })
  try {
    await admin.unsafe(statement)
  } finally {
    await admin.end()
  }
}

/** A database of its own on the server of TEST_DATABASE_URL, dropped at `close`. */
export async function openPostgresTestStore(
  types: readonly StorableType[],
  options: TestStoreOptions,
): Promise<TestStore> {
  const database = await createTestDatabase(testDatabaseUrl as string)
  const opened = await openStore({
    ...testStoreOptions(types, options),
    database: { kind: 'postgres', url: database.url, poolSize: options.poolSize },
  })
  return {
    ...opened,
    empty: () => withAdmin(database.url, emptyAll),
    async close() {
      await opened.close()
      await database.drop()
    },
  }
}
