/** Refuses a database that a newer version of the server has changed: this one would not know what it must keep. */
import { readMigrationFiles } from 'drizzle-orm/migrator'
import { AppError } from '../kernel/errors.ts'
import type { Sql } from './database.ts'

/** Reads only. Throws AppError `database-newer`. */
export async function checkNotNewer(sql: Sql, migrationsFolder: string): Promise<void> {
  const [found] = await sql.unsafe<{ name: string | null }[]>(
    `select to_regclass('firekeep_migration')::text as name`,
  )
  if (found?.name == null) return
  const [newest] = await sql.unsafe<{ last: string | null }[]>(
    'select max(created_at)::text as last from firekeep_migration',
  )
  const last = Number(newest?.last ?? 0)
  const known = Math.max(...readMigrationFiles({ migrationsFolder }).map(({ folderMillis }) => folderMillis))
  if (last <= known) return
  const message = `A newer version of Firekeep has changed this database (migration ${last}; this version knows them up to ${known}). Start that version, or restore a backup that was made before it.`
  throw new AppError('conflict', 'database-newer', message)
}
