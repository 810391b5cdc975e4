/** Versions of resources, alone or newest first with a keyset cursor (FHIR R4 http.html#history), among rows of a condition. */
import { sql } from 'drizzle-orm'
import type { Condition } from '../engine/ports/condition.ts'
import type { HistoryPlan, SearchPage } from '../engine/ports/store.ts'
import type { SqlRunner } from './database.ts'
import { runOnce } from './run.ts'
import { toConditionSql, toStatement } from './search/condition-sql.ts'
import { findPage, largestPage, rowColumns } from './search/find-page.ts'
import type { VersionRow } from './to-version.ts'
import { versionColumns } from './type-statements.ts'

/** `table`: the main one, or the one of the history. */
interface Place {
  readonly table: string
  readonly id: string
  /** Decimal digits; undefined: whichever there is. */
  readonly txid?: string
}

/** For reads that are narrowed; the others are prepared statements. */
export async function readAmong(
  runner: SqlRunner,
  { table, id, txid }: Place,
  rows: Condition,
): Promise<VersionRow | undefined> {
  const where = [
    sql`id = ${id}`,
    ...(txid === undefined ? [] : [sql`txid = ${txid}::bigint`]),
    toConditionSql(rows),
  ]
  const { text, parameters } = toStatement(
    sql`select ${sql.raw(versionColumns)} from ${sql.identifier(table)} where ${sql.join(where, sql` and `)}`,
  )
  const [row] = await runOnce<VersionRow>(runner, text, parameters, table)
  return row
}

export async function readHistory(runner: SqlRunner, table: string, plan: HistoryPlan): Promise<SearchPage> {
  const { type, id, beforeVersionId, since, rows } = plan
  const count = Math.min(plan.count, largestPage)
  if (beforeVersionId !== undefined && !/^\d{1,18}$/.test(beforeVersionId))
    return { versions: [], hasMore: false }
  const where = [
    sql`true`,
    ...(id === undefined ? [] : [sql`id = ${id}`]),
    ...(beforeVersionId === undefined ? [] : [sql`txid < ${beforeVersionId}::bigint`]),
    ...(since === undefined ? [] : [sql`ts >= to_timestamp(${since}::float8 / 1000)`]),
    ...(rows === undefined ? [] : [toConditionSql(rows)]),
  ]
  const found = sql`select ${rowColumns} from ${sql.identifier(table)}
    where ${sql.join(where, sql` and `)} order by txid desc limit ${sql.raw(String(count + 1))}`
  return findPage(runner, { type, found, order: sql`txid desc`, count, table })
}
