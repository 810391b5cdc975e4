/**
 * Walks in the order of what resources are sorted by: along the range of a parameter in the index, each resource at its
 * first value in that order, and then along those without any.
 */
import { type SQL, sql } from 'drizzle-orm'
import type { Filter } from './filter.ts'
import { type IndexTables, integer } from './index-tables.ts'
import { isSorted } from './key-sql.ts'
import type { SortColumn } from './sort-column.ts'
import { boundValue, isBehind, orderOf, sortValue } from './sort-values.ts'
import type { Sources } from './sources.ts'
import { gatheredIds, type Place, type Walk } from './walk.ts'

/** The few of some lists, sorted. */
export function fewSorted(
  tables: IndexTables,
  sources: Sources,
  filter: Filter,
  columns: readonly SortColumn[],
): Walk {
  const values = columns.map(
    (column, at) => sql`${sortValue(column, tables, sql`r`)} as ${sql.raw(`v${at + 1}`)}`,
  )
  return {
    ...{ columns, filter, hasRow: true, isFew: true },
    candidates: (after) => sql`select c.* from (
      select ${sql.join([...values, sql`r.id, r.keys, r.ts, r.resource`], sql`, `)}
      from (${gatheredIds(tables, sources)}) as g
        cross join lateral (select * from ${tables.main} as m where m.id = g.id offset 0) as r offset 0
    ) as c${after === undefined ? sql`` : sql` where ${isBehind(columns, after)}`} order by ${orderOf(columns)}`,
  }
}

/** Of resources that have a value. `filter` has what is asked besides. */
export function sortedWalk(tables: IndexTables, column: SortColumn, filter: Filter): Walk {
  const from = rangeOf(column, tables)
  const first: Filter = { kind: 'first', column }
  return {
    columns: [column],
    filter: column.kind === 'updated' ? filter : { kind: 'and', of: [filter, first] },
    hasRow: false,
    candidates: (after) =>
      column.isDescending ? descending(from, column, after) : ascending(from, column, after),
  }
}

interface Range {
  readonly table: SQL
  readonly value: SQL
  /** What all of them have in common. */
  readonly own: SQL
}

function rangeOf({ kind, number }: SortColumn, tables: IndexTables): Range {
  if (kind === 'key') return { table: tables.key, value: sql`x.v`, own: isSorted(sql`x.v`, number) }
  if (kind === 'updated') return { table: tables.main, value: sql`x.ts`, own: sql`true` }
  const [table, value] = kind === 'span' ? [tables.span, sql`x.lo`] : [tables.number, sql`x.n`]
  return { table, value, own: sql`x.p = ${integer(number)}` }
}

/** In the order of the index itself. */
function ascending({ table, value, own }: Range, column: SortColumn, after: Place | undefined): SQL {
  const text = after?.values[0] ?? undefined
  const behind =
    after === undefined || text === undefined
      ? sql``
      : sql` and (${value}, x.id) > (${boundValue(column, text)}, ${after.id}::text)`
  return sql`select distinct on (${value}, x.id) ${value} as v1, x.id from ${table} as x
    where ${own}${behind} order by ${value}, x.id`
}

/** One value after the other, and the ids of each in their order, which an index that is read backwards has not. */
function descending({ table, value, own }: Range, column: SortColumn, after: Place | undefined): SQL {
  const text = after?.values[0] ?? undefined
  const [at, id] = after === undefined || text === undefined ? [] : [boundValue(column, text), after.id]
  const first = at === undefined ? sql`` : sql` and ${value} <= ${at}`
  const next = (more: SQL) =>
    sql`(select ${value} from ${table} as x where ${own}${more} order by ${value} desc limit 1)`
  const behind =
    at === undefined ? sql`` : sql` and x.id > case when w.v = ${at} then ${id}::text else '' end`
  return sql`with recursive w(v) as (
      ${next(first)} union all select ${next(sql` and ${value} < w.v`)} from w where w.v is not null
    ) select w.v as v1, i.id from w cross join lateral (
      select distinct on (x.id) x.id from ${table} as x where ${own} and ${value} = w.v${behind} order by x.id
    ) as i`
}
