/** Whether a database is what this version of the server needs, where the server may not change it itself. */
import { readMigrationFiles } from 'drizzle-orm/migrator'
import { AppError } from '../kernel/errors.ts'
import { findLacks } from './bring-types.ts'
import { checkNotNewer } from './check-newer.ts'
import type { Sql } from './database.ts'
import type { MigrationOptions } from './migrate.ts'

/** Reads only. Throws AppError `not-migrated` that names what is missing. */
export async function checkMigrated(options: MigrationOptions): Promise<void> {
  const { database, migrationsFolder, types, indexer } = options
  const sql: Sql = database.connectOnce()
  try {
    await checkNotNewer(sql, migrationsFolder)
    const missing = [
      ...(await findMissingMigrations(sql, migrationsFolder)),
      ...(await findLacks(sql, types, indexer)),
    ]
    if (missing.length === 0) return
    const message = `The database lacks ${missing.join(', ')}, and MIGRATE is off. Run \`npx firekeep migrate\` as a role that may make tables.`
    throw new AppError('exception', 'not-migrated', message)
  } finally {
    await sql.end({ timeout: 5 })
  }
}

async function findMissingMigrations(sql: Sql, migrationsFolder: string): Promise<readonly string[]> {
  const wanted = readMigrationFiles({ migrationsFolder })
  const [found] = await sql.unsafe<{ last: string | null }[]>(
    `select to_regclass('firekeep_migration')::text as last`,
  )
  if (found?.last == null) return ['table firekeep_migration']
  const [newest] = await sql.unsafe<{ last: string | null }[]>(
    'select max(created_at)::text as last from firekeep_migration',
  )
  return wanted
    .filter(({ folderMillis }) => folderMillis > Number(newest?.last ?? 0))
    .map(({ folderMillis }) => `migration ${folderMillis}`)
}
