/**
 * A page of rows that ends before its texts become too many bytes. How many they are is known in the database, before any
 * of them is sent: rows past the end come without their text.
 */
import { type SQL, sql } from 'drizzle-orm'
import type { SearchPage, Version } from '../../engine/ports/store.ts'
import type { SqlRunner } from '../database.ts'
import { runOnce } from '../run.ts'
import { toVersion, type VersionRow } from '../to-version.ts'
import { toStatement } from './condition-sql.ts'

/** Of the texts of a page; the first resource comes however large it is. */
export const pageBytes = 16 * 1024 * 1024

/** More than this is no page (FHIR R4 search.html#count: fewer than asked for may come). */
export const largestPage = 1000

const bytes = sql.raw(String(pageBytes))

/**
 * Small values that are stored as they are have a text of at most about twice their size; others are measured, which
 * costs as much as writing them once more.
 */
const sizeOfText =
  sql.raw(`case when pg_column_size(resource) < 500 and pg_column_compression(resource) is null
    then 1000 else octet_length(resource::text) end`)

/** What of a row becomes a version, and what the text is made of. */
export const rowColumns = sql.raw('id, txid, ts, status, resource')

/** The rows of `found` (`rowColumns` in the order that is given, and `more`) as `VersionRow`s. */
export function versionsOf(found: SQL, order: SQL, more: readonly SQL[] = []): SQL {
  const columns = sql.join([rowColumns, ...more], sql`, `)
  return sql`select ${sql.join([...more, sql`id`], sql`, `)}, txid::text as version_id, (extract(epoch from ts) * 1000)::float8 as last_updated, status,
    case when place = 1 or bytes <= ${bytes} then resource::text end as text
  from (
    select ${columns}, row_number() over page as place, sum(${sizeOfText}) over page as bytes
    from (${found}) as found window page as (order by ${order} rows unbounded preceding)
  ) as measured order by ${order}`
}

/** A row of `versionsOf`; without text it is past the end of the page. */
export type MeasuredRow = Omit<VersionRow, 'text'> & { readonly text: string | null }

export interface PageQuery {
  readonly type: string
  /** `rowColumns` of those that there are, in order, one more than `count`. */
  readonly found: SQL
  readonly order: SQL
  readonly count: number
  readonly table: string
}

export async function findPage(
  runner: SqlRunner,
  { type, found, order, count, table }: PageQuery,
): Promise<SearchPage> {
  const { text, parameters } = toStatement(versionsOf(found, order))
  return cutPage(type, await runOnce<MeasuredRow>(runner, text, parameters, table), count)
}

/** `hasMore`: there is a row that the page has no place for. */
export function cutPage(type: string, rows: readonly MeasuredRow[], count: number): SearchPage {
  const versions: Version[] = []
  for (const { text, ...row } of rows) {
    if (text === null || versions.length === count) return { versions, hasMore: true }
    versions.push(toVersion(type, { ...row, text }))
  }
  return { versions, hasMore: false }
}

/** A page that one query after the other fills, and the length of its texts. */
export interface GrowingPage {
  readonly versions: Version[]
  length: number
}

/** False: it is full, and not all of these have a place. */
export function addTo(page: GrowingPage, found: readonly Version[]): boolean {
  for (const version of found) {
    page.length += version.text.length
    if (page.versions.length > 0 && page.length > pageBytes) return false
    page.versions.push(version)
  }
  return true
}
