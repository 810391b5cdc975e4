/** A search plan as SQL, in the order of ids: the whole of it at once. */
import { type SQL, sql } from 'drizzle-orm'
import type { SearchPage, SearchPlan } from '../../engine/ports/store.ts'
import type { SqlRunner } from '../database.ts'
import { runOnce } from '../run.ts'
import { toConditionSql, toStatement } from './condition-sql.ts'
import { findPage, largestPage, rowColumns } from './find-page.ts'

export async function searchResources(
  runner: SqlRunner,
  table: string,
  plan: SearchPlan,
): Promise<SearchPage> {
  const { type } = plan
  const afterId = plan.after?.id
  const count = Math.min(plan.count, largestPage)
  const where = toConditionSql(plan.where)
  const after = afterId === undefined ? sql`` : sql` and id > ${afterId}`
  const found = sql`select ${rowColumns} from ${sql.identifier(table)}
    where ${where}${after} order by id limit ${sql.raw(String(count + 1))}`
  const page =
    count === 0
      ? { versions: [], hasMore: false }
      : withNext(await findPage(runner, { type, found, order: sql`id`, count, table }))
  if (!plan.withTotal) return page
  const isWhole = count > 0 && afterId === undefined && !page.hasMore
  return { ...page, total: isWhole ? page.versions.length : await countAll(runner, table, where) }
}

/** Where a page in the order of ids ends. */
export function withNext(page: SearchPage): SearchPage {
  const last = page.hasMore ? page.versions.at(-1) : undefined
  return last === undefined ? page : { ...page, next: { values: [], id: last.id } }
}

async function countAll(runner: SqlRunner, table: string, where: SQL): Promise<number> {
  const { text, parameters } = toStatement(
    sql`select count(*)::float8 as total from ${sql.identifier(table)} where ${where}`,
  )
  const [row] = await runOnce<{ total: number }>(runner, text, parameters, table)
  return row?.total ?? 0
}
