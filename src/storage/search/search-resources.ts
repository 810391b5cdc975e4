/** A search plan as SQL, in the order of ids. */
import { type SQL, sql } from 'drizzle-orm'
import type { SearchPage, SearchPlan } from '../../engine/ports/store.ts'
import type { SqlRunner } from '../database.ts'
import { runOnce } from '../run.ts'
import { toVersion, type VersionRow } from '../to-version.ts'
import { versionColumns } from '../type-statements.ts'
import { toConditionSql, toStatement } from './condition-sql.ts'

const largestPage = 1000

export async function searchResources(
  runner: SqlRunner,
  table: string,
  plan: SearchPlan,
): Promise<SearchPage> {
  const count = Math.min(plan.count, largestPage)
  const where = toConditionSql(plan.where)
  const rows = count === 0 ? [] : await findPage(runner, table, { where, count, afterId: plan.afterId })
  const page = {
    versions: rows.slice(0, count).map((row) => toVersion(plan.type, row)),
    hasMore: rows.length > count,
  }
  if (!plan.withTotal) return page
  const isWhole = count > 0 && plan.afterId === undefined && !page.hasMore
  return { ...page, total: isWhole ? rows.length : await countAll(runner, table, where) }
}

interface Page {
  readonly where: SQL
  readonly count: number
  readonly afterId: string | undefined
}

function findPage(runner: SqlRunner, table: string, { where, count, afterId }: Page): Promise<VersionRow[]> {
  const after = afterId === undefined ? sql`` : sql` and id > ${afterId}`
  const { text, parameters } = toStatement(sql`
    select ${sql.raw(versionColumns)} from ${sql.identifier(table)}
    where ${where}${after} order by id limit ${sql.raw(String(count + 1))}`)
  return runOnce<VersionRow>(runner, text, parameters)
}

async function countAll(runner: SqlRunner, table: string, where: SQL): Promise<number> {
  const { text, parameters } = toStatement(
    sql`select count(*)::float8 as total from ${sql.identifier(table)} where ${where}`,
  )
  const [row] = await runOnce<{ total: number }>(runner, text, parameters)
  return row?.total ?? 0
}
