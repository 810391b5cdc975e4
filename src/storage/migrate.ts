/** Brings a database to what this version of the server needs; several servers may start at once. */
import { drizzle } from 'drizzle-orm/postgres-js'
import { migrate as applyMigrations } from 'drizzle-orm/postgres-js/migrator'
import type { Indexer } from '../engine/ports/search-index.ts'
import { bringTypes } from './bring-types.ts'
import { checkNotNewer } from './check-newer.ts'
import type { Database, Sql } from './database.ts'
import type { TableOwner } from './resource-tables.ts'

/** The number that all servers of a database queue up for: 'firekeep' in ASCII. */
const lockNumber = '7379555244342338928'

export interface MigrationOptions {
  readonly database: Database
  readonly migrationsFolder: string
  readonly types: readonly TableOwner[]
  readonly indexer: Indexer
}

/** Session-level lock and a client of its own, which drizzle may change as it likes (it replaces parsers). */
export async function migrate(options: MigrationOptions): Promise<void> {
  const sql: Sql = options.database.connectOnce()
  try {
    // Whatever the role says: an index of a large table takes its time, and so does another server.
    await sql.unsafe('set statement_timeout = 0; set lock_timeout = 0')
    await sql.unsafe(`select pg_advisory_lock(${lockNumber})`)
    await checkNotNewer(sql, options.migrationsFolder)
    await applyMigrations(drizzle(sql), {
      migrationsFolder: options.migrationsFolder,
      migrationsSchema: 'public',
      migrationsTable: 'firekeep_migration',
    })
    await bringTypes(sql, options.types, options.indexer)
    await sql.unsafe(`select pg_advisory_unlock(${lockNumber})`)
  } finally {
    await sql.end({ timeout: 5 })
  }
}
