/** Lets end what began before: a write may still run the function as it was, and leave out a new parameter. */
import type { SqlRunner } from '../database.ts'

/** More than a statement and a transaction may take. */
const longestMs = 45_000
const lookMs = 200

export async function waitForOlder(runner: SqlRunner, rest: (ms: number) => Promise<void>): Promise<void> {
  const [row] = await runner.unsafe<{ now: string }[]>('select clock_timestamp()::text as now')
  for (let waited = 0; waited < longestMs; waited += lookMs) {
    const [older] = await runner.unsafe<{ any: boolean }[]>(
      `select exists (select from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
       and xact_start < $1::text::timestamptz) as any`,
      [row?.now ?? ''],
    )
    if (older?.any !== true) return
    await rest(lookMs)
  }
}
