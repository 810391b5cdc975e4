/**
 * Searches of the embedded database, which runs in the process that answers everybody and cannot be interrupted: few rows
 * a statement, others in between, and an end when more has been looked at than one search may cost.
 */

import { type SQL, sql } from 'drizzle-orm'
import type { SearchPage, SearchPlan } from '../../engine/ports/store.ts'
import type { SqlRunner } from '../database.ts'
import { runOnce } from '../run.ts'
import { type Cost, costOf } from './condition-cost.ts'
import { toConditionSql, toStatement } from './condition-sql.ts'
import {
  addTo,
  cutPage,
  type GrowingPage,
  largestPage,
  type MeasuredRow,
  rowColumns,
  versionsOf,
} from './find-page.ts'
import { withNext } from './search-resources.ts'
import { createSlices, fewOf, type Slices, spentMs } from './slices.ts'

interface Scan {
  readonly runner: SqlRunner
  readonly table: string
  readonly where: SQL
  readonly cost: Cost
  /** Whether an index leads to all candidates at once. */
  isFew: boolean
  readonly slices: Slices
}

/** Throws AppError `search-too-costly`. */
export async function searchInSlices(
  runner: SqlRunner,
  table: string,
  plan: SearchPlan,
): Promise<SearchPage> {
  const scan = startScan(runner, table, plan)
  scan.isFew = await hasFewCandidates(scan)
  const page = plan.count === 0 ? nothing : withNext(await scanPage(scan, plan))
  if (!plan.withTotal) return page
  const isWhole = plan.count > 0 && plan.after === undefined && !page.hasMore
  return { ...page, total: isWhole ? page.versions.length : await countInSlices(scan) }
}

function startScan(runner: SqlRunner, table: string, { where }: SearchPlan): Scan {
  const cost = costOf(where)
  return {
    ...{ runner, table, where: toConditionSql(where), cost },
    ...{ isFew: false, slices: createSlices(cost.tests) },
  }
}

const nothing: SearchPage = { versions: [], hasMore: false }

/** Whether an index leads to so few rows that all of them can be looked at in one statement. */
async function hasFewCandidates({ runner, table, cost }: Scan): Promise<boolean> {
  if (cost.indexed === undefined) return false
  const most = fewOf(cost.tests)
  const { text, parameters } = toStatement(sql`select count(*)::int as n from (
    select from ${sql.identifier(table)} where ${toConditionSql(cost.indexed)} limit ${number(most + 1)}) as candidate`)
  const [row] = await runOnce<{ n: number }>(runner, text, parameters)
  return row !== undefined && row.n <= most
}

/** What a slice was made of; `last` is null where there was nothing. */
interface Looked {
  readonly last: string | null
  readonly looked: number
  /** Of the database, without the wait for others. */
  readonly ms: number
}

async function scanPage(scan: Scan, { type, count: wanted, after: place }: SearchPlan): Promise<SearchPage> {
  const count = Math.min(wanted, largestPage)
  const page: GrowingPage = { versions: [], length: 0 }
  const { versions } = page
  for (let after: string | null | undefined = place?.id; after !== null; ) {
    const left = count - versions.length
    const found = sql`select ${rowColumns} from slice where ${scan.where} order by id limit ${number(left + 1)}`
    const { rows, next } = await lookAt(scan, after, versionsOf(found, sql`id`))
    const part = cutPage(type, rows, left)
    if (!addTo(page, part.versions) || part.hasMore) return { versions, hasMore: true }
    after = next
  }
  return { versions, hasMore: false }
}

async function countInSlices(scan: Scan): Promise<number> {
  let total = 0
  for (let after: string | null | undefined; after !== null; ) {
    const count = sql`select null::text as id, null as text, count(*)::int as n from slice where ${scan.where}`
    const { rows, next } = await lookAt(scan, after, count)
    total += (rows as readonly { readonly n?: number }[])[0]?.n ?? 0
    after = next
  }
  return total
}

interface Sight {
  readonly rows: readonly MeasuredRow[]
  /** Where the next slice begins; null after the last one. */
  readonly next: string | null
}

/** One slice: rows after an id, or all those that an index leads to. `wanted`: what is asked of the rows of `slice`. */
async function lookAt(scan: Scan, after: string | undefined, wanted: SQL): Promise<Sight> {
  const { runner, table, cost, isFew, slices } = scan
  const size = slices.rows
  const isAfter = after === undefined ? sql`true` : sql`id > ${after}`
  const indexed = isFew && cost.indexed !== undefined ? sql` and ${toConditionSql(cost.indexed)}` : sql``
  const { text, parameters } = toStatement(sql`with slice as materialized (
    select ${rowColumns} from ${sql.identifier(table)} where ${isAfter}${indexed}
    order by id ${isFew ? sql`` : sql`limit ${number(size)}`}
  ) select looked.*, ${spentMs} as ms, page.* from (select max(id) as last, count(*)::int as looked from slice) as looked
    left join (${wanted}) as page on true order by page.id`)
  const found = await runOnce<MeasuredRow & Looked>(runner, text, parameters)
  const [{ last, looked, ms } = { last: null, looked: 0, ms: 0 }] = found
  await slices.account(looked, ms)
  return {
    rows: found.filter(({ status }) => status !== null),
    next: isFew || looked < size ? null : last,
  }
}

function number(value: number): SQL {
  return sql.raw(String(value))
}
