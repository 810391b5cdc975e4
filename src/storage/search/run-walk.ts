/** Takes from a walk what fits, at once or slice by slice. */
import { type SQL, sql } from 'drizzle-orm'
import { filterSql } from './filter-sql.ts'
import { type MeasuredRow, pageBytes, versionsOf } from './find-page.ts'
import type { Searching } from './searching.ts'
import { spentMs } from './slices.ts'
import { valueText } from './sort-values.ts'
import type { Place, Walk } from './walk.ts'

/** A resource that was found; without a document where only places are looked for. */
export interface Found {
  readonly place: Place
  readonly row?: MeasuredRow
}

/** What walks fill, one after the other. */
export interface Finding {
  readonly found: Found[]
  /** Of resources; with one more, there is more. */
  readonly limit: number
  readonly hasDocuments: boolean
  /** Of the documents' texts. */
  length: number
  hasMore: boolean
}

export function startFinding(limit: number, hasDocuments: boolean): Finding {
  return { found: [], limit, hasDocuments, length: 0, hasMore: false }
}

type Row = Omit<MeasuredRow, 'text'> & {
  readonly text?: string | null
  readonly [value: `v${number}`]: string | null
}

/** Until the finding has more, or the walk is over. Throws AppError `search-too-costly`. */
export async function runWalk(
  searching: Searching,
  walk: Walk,
  after: Place | undefined,
  finding: Finding,
): Promise<void> {
  const hit = hitOf(searching, walk, finding.limit - finding.found.length + 1)
  if (searching.slices === undefined) {
    const statement = sql`with hit as materialized (
      select row_number() over () as seq, h.* from (${hit(sql`(${walk.candidates(after)})`, sql``)}) as h
    ) ${take(searching, walk, finding)}`
    add(finding, walk, await searching.ask<Row>(statement))
    return
  }
  for (let from: Place | null | undefined = after; from !== null && !finding.hasMore; )
    from = await runSlice(searching, walk, from, finding)
}

/** Those of the candidates that the filter holds of. */
function hitOf({ tables }: Searching, walk: Walk, most: number): (source: SQL, order: SQL) => SQL {
  const asked = filterSql(walk.filter, { tables, alias: 'c', hasRow: walk.hasRow })
  const values = walk.columns.map(
    (column, at) => sql`${valueText(column, sql.raw(`c.v${at + 1}`))} as ${sql.raw(`v${at + 1}`)}`,
  )
  return (source, order) => sql`select ${sql.join([...values, sql`c.id`], sql`, `)}
    from ${source} as c where ${asked}${order} limit ${most}::int`
}

/** Of `hit`: the places, with the documents where they are wanted, which are made into text for no other rows. */
function take({ tables }: Searching, { columns }: Walk, { hasDocuments }: Finding): SQL {
  const values = ['seq', ...columns.map((_, at) => `v${at + 1}`)].map((name) => sql.raw(name))
  if (!hasDocuments) return sql`select ${sql.join([...values, sql.raw('id')], sql`, `)} from hit order by seq`
  return versionsOf(
    sql`select hit.*, d.txid, d.ts, d.status, d.resource from hit
    cross join lateral (select * from ${tables.main} as m where m.id = hit.id offset 0) as d`,
    sql`seq`,
    values,
  )
}

interface Looked {
  /** JSON of the values and the id; null where nothing was looked at. */
  readonly last: string | null
  readonly looked: number
  readonly ms: number
}

/** Null: that was the last one. */
async function runSlice(
  searching: Searching,
  walk: Walk,
  after: Place | undefined,
  finding: Finding,
): Promise<Place | null> {
  const { slices } = searching
  if (slices === undefined) return null
  const size = slices.rows
  const rows = await searching.ask<Row & Looked>(sliceSql(searching, walk, after, finding))
  const [{ last, looked, ms } = { last: null, looked: 0, ms: 0 }] = rows
  await slices.account(looked, ms)
  add(
    finding,
    walk,
    rows.filter(({ id }) => id !== null),
  )
  return walk.isFew === true || looked < size || last === null ? null : toPlace(last)
}

function sliceSql(searching: Searching, walk: Walk, after: Place | undefined, finding: Finding): SQL {
  const hit = hitOf(searching, walk, finding.limit - finding.found.length + 1)
  return sql`with ${sliceOf(searching, walk, after)}, hit as materialized (
      select row_number() over () as seq, h.* from (${hit(sql`slice`, sql` order by c.seq`)}) as h
    ) select looked.*, ${spentMs} as ms, page.* from (${lookedOf(walk)}) as looked
      left join (${take(searching, walk, finding)}) as page on true order by page.seq`
}

/** As many rows as the last slice had time for. */
function sliceOf({ slices }: Searching, walk: Walk, after: Place | undefined): SQL {
  const limit = walk.isFew === true || slices === undefined ? sql`` : sql` limit ${slices.rows}::int`
  return sql`slice as materialized (
      select row_number() over () as seq, s.* from (${walk.candidates(after)}${limit}) as s
    )`
}

function lookedOf({ columns }: Walk): SQL {
  const values = columns.map((column, at) => valueText(column, sql.raw(`slice.v${at + 1}`)))
  return sql`select count(*)::int as looked, (
      select json_build_array(${sql.join([...values, sql`slice.id`], sql`, `)})::text
      from slice order by seq desc limit 1) as last from slice`
}

function toPlace(last: string): Place {
  const values: (string | null)[] = JSON.parse(last)
  return { values: values.slice(0, -1), id: values.at(-1) ?? '' }
}

function add(finding: Finding, { columns }: Walk, rows: readonly Row[]): void {
  for (const row of rows) {
    const { text = null } = row
    const isFull = finding.found.length === finding.limit || (finding.hasDocuments && text === null)
    finding.length += text?.length ?? 0
    if (isFull || (finding.found.length > 0 && finding.length > pageBytes)) {
      finding.hasMore = true
      return
    }
    const place = { id: row.id, values: columns.map((_, at) => row[`v${at + 1}`] ?? null) }
    finding.found.push(finding.hasDocuments ? { place, row: { ...row, text } } : { place })
  }
}

/** How many the walk finds, slice by slice. Throws AppError `search-too-costly`. */
export async function countInSlices(searching: Searching, walk: Walk): Promise<number> {
  const { tables, slices } = searching
  if (slices === undefined) throw new Error('only slices are counted one by one')
  const asked = filterSql(walk.filter, { tables, alias: 'c', hasRow: walk.hasRow })
  let total = 0
  for (let after: Place | null | undefined; after !== null; ) {
    const size = slices.rows
    const statement = sql`with ${sliceOf(searching, walk, after)} select looked.*, ${spentMs} as ms, counted.n
      from (${lookedOf(walk)}) as looked cross join (select count(*)::int as n from slice as c where ${asked} offset 0) as counted`
    const [row] = await searching.ask<Looked & { readonly n: number }>(statement)
    const { last, looked, ms, n } = row ?? { last: null, looked: 0, ms: 0, n: 0 }
    await slices.account(looked, ms)
    total += n
    after = walk.isFew === true || looked < size || last === null ? null : toPlace(last)
  }
  return total
}
