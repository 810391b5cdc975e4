/** Ways through a type in the order of an answer, one resource after the other, of which a filter asks what it has left to ask. */
import { type SQL, sql } from 'drizzle-orm'
import type { Filter } from './filter.ts'
import { needsRow } from './filter-sql.ts'
import type { IndexTables } from './index-tables.ts'
import type { SortColumn } from './sort-column.ts'
import { armSql, type Sources } from './sources.ts'

/** Where a walk goes on: behind this resource. */
export interface Place {
  /** Of the columns of the walk, as texts; null: the resource has none. */
  readonly values: readonly (string | null)[]
  readonly id: string
}

export interface Walk {
  /**
   * A statement for `id`, and `v1`, `v2` … of the columns, in order, that looks at no more than what is read of it; of
   * which rows are taken only those of which `filter` holds.
   */
  readonly candidates: (after: Place | undefined) => SQL
  readonly columns: readonly SortColumn[]
  readonly filter: Filter
  /** Whether the candidates have the columns of the row too, for the filter. */
  readonly hasRow: boolean
  /** Whether there are so few that one statement may look at all of them. */
  readonly isFew?: boolean
}

const rowColumns = sql.raw('x.keys, x.ts, x.resource')

/** All resources. */
export function allIds(tables: IndexTables, filter: Filter): Walk {
  const hasRow = needsRow(filter)
  return {
    columns: [],
    filter,
    hasRow,
    candidates: (after) => sql`select x.id${hasRow ? sql`, ${rowColumns}` : sql``} from ${tables.main} as x
      where x.id > ${after?.id ?? ''}::text order by x.id`,
  }
}

/** All resources from the last id to the first. */
export function allIdsDescending(tables: IndexTables, filter: Filter, column: SortColumn): Walk {
  const hasRow = needsRow(filter)
  return {
    columns: [column],
    filter,
    hasRow,
    candidates: (after) => {
      const before = after === undefined ? sql`` : sql` where x.id < ${after.id}::text`
      return sql`select x.id as v1, x.id${hasRow ? sql`, ${rowColumns}` : sql``} from ${tables.main} as x${before} order by x.id desc`
    },
  }
}

/** Of lists that are in order, merged. */
export function orderedIds(tables: IndexTables, { of }: Sources, filter: Filter): Walk {
  return {
    ...{ columns: [], filter, hasRow: false },
    candidates(after) {
      const arms = padded(of).map((source) =>
        armSql(source, tables, { after: after?.id ?? '', isOrdered: true }),
      )
      const [only, ...more] = arms
      return only !== undefined && more.length === 0 ? only : merged(arms)
    },
  }
}

/** Each id once, and the branches read no further than the answer needs. */
function merged(arms: readonly SQL[]): SQL {
  const all = sql.join(
    arms.map((arm) => sql`(${arm})`),
    sql` union all `,
  )
  return sql`select distinct on (u.id) u.id from (${all}) as u order by u.id`
}

/** To a power of two, so that lists of many lengths are one statement. */
function padded(of: Sources['of']): Sources['of'] {
  const wanted = 2 ** Math.ceil(Math.log2(of.length))
  const none = { kind: 'key', value: '' } as const
  return [...of, ...Array.from({ length: wanted - of.length }, () => none)]
}

/** All resources without one of these keys: both lists are read side by side, which is much less than to ask for each id. */
export function idsWithout(tables: IndexTables, keys: readonly string[], filter: Filter): Walk {
  return {
    ...{ columns: [], filter, hasRow: false },
    candidates(after) {
      const behind = after?.id ?? ''
      const own = sql`select x.id, true as is_own from ${tables.main} as x where x.id > ${behind}::text order by x.id`
      const others = padded(keys.map((value) => ({ kind: 'key', value }) as const)).map(
        (source) =>
          sql`select y.id, false from (${armSql(source, tables, { after: behind, isOrdered: true })}) as y`,
      )
      const all = sql.join(
        [own, ...others].map((arm) => sql`(${arm})`),
        sql` union all `,
      )
      return sql`select u.id from (${all}) as u(id, is_own) group by u.id having bool_and(u.is_own) order by u.id`
    },
  }
}

/** The few of some lists, sorted by their ids. */
export function fewIds(tables: IndexTables, sources: Sources, filter: Filter): Walk {
  return {
    ...{ columns: [], filter, hasRow: false, isFew: true },
    candidates: (after) => gatheredIds(tables, sources, after?.id),
  }
}

export function gatheredIds(tables: IndexTables, { of }: Sources, after?: string): SQL {
  const arms = of.map((source) => sql`(${armSql(source, tables, { after })})`)
  // Behind a fence: the planner would read the whole table in the order of its ids to save the sort.
  return sql`select distinct u.id from (select a.id from (${sql.join(arms, sql` union all `)}) as a offset 0) as u order by u.id`
}
