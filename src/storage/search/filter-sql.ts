/**
 * A filter as a question about one resource of which the id, or the whole row is known. Each entry is looked up by the id
 * behind a fence (`offset 0`), so that no planner makes a join of it; documents are asked last.
 */
import { type SQL, sql } from 'drizzle-orm'
import type { Test } from '../../engine/ports/condition.ts'
import { render as documentSql } from './condition-sql.ts'
import type { Filter, Leaf } from './filter.ts'
import { and, type IndexTables, integer, operatorSql, or, testSql, texts } from './index-tables.ts'
import { isSorted, isWithin } from './key-sql.ts'
import type { SortColumn } from './sort-column.ts'
import { boundValue } from './sort-values.ts'

/** Whose columns are meant: `id`, and of a row `keys`, `ts` and `resource` too. */
interface Place {
  readonly tables: IndexTables
  readonly id: SQL
  /** That a walk has come to. */
  readonly value: SQL
  /** Undefined: only the id is known. */
  readonly row?: SQL
  /** What keeps a question what it is. */
  readonly fence: SQL
}

const fenced = sql` offset 0`
/** With more of them the row's own keys are looked at. */
const mostProbes = 4

export interface FilterOptions {
  readonly tables: IndexTables
  /** The name that has the columns. */
  readonly alias: string
  readonly hasRow: boolean
  /** Left out: true. False: the planner may do as it likes, for the sake of those who look at everything. */
  readonly isFenced?: boolean
}

export function filterSql(filter: Filter, { tables, alias, hasRow, isFenced = true }: FilterOptions): SQL {
  const row = sql.raw(alias)
  const place = { tables, id: sql`${row}.id`, value: sql`${row}.v1`, fence: isFenced ? fenced : sql`` }
  return hasRow ? ofRow(filter, { ...place, row }) : ofId(filter, place)
}

/** Whether the entries of an id do not tell. */
export function needsRow(filter: Filter): boolean {
  if (filter.kind === 'and' || filter.kind === 'or') return filter.of.some(needsRow)
  if (filter.kind === 'not') return needsRow(filter.of)
  if (filter.kind === 'keys') return filter.values.length > mostProbes
  if (filter.kind === 'first') return filter.column.kind === 'key'
  if (filter.kind === 'group')
    return filter.value === null || filter.column.kind === 'key' || filter.column.kind === 'updated'
  return filter.kind !== 'ids' && filter.kind !== 'spans' && filter.kind !== 'numbers'
}

function ofId(filter: Filter, place: Place): SQL {
  if (!needsRow(filter)) return render(filter, place, (one) => ofId(one, place))
  const parts = filter.kind === 'and' ? filter.of : [filter]
  const [own, ofRows] = [parts.filter((one) => !needsRow(one)), parts.filter(needsRow)]
  const row = sql.raw('r')
  const rows = ofRow({ kind: 'and', of: ofRows }, { ...place, id: sql`r.id`, row })
  const asked = sql`exists (select from ${place.tables.main} as r where r.id = ${place.id} and ${rows}${place.fence})`
  return and([...own.map((one) => ofId(one, place)), asked])
}

/** `case`, because the planner takes a look into a document for as cheap as a comparison of numbers. */
function ofRow(filter: Filter, place: Place): SQL {
  const render1 = (one: Filter) => ofRow(one, place)
  if (filter.kind !== 'and') return render(filter, place, render1)
  const [cheap, dear] = [filter.of.filter((one) => !readsDocument(one)), filter.of.filter(readsDocument)]
  if (cheap.length === 0 || dear.length === 0) return and(filter.of.map(render1))
  return sql`case when ${and(cheap.map(render1))} then ${and(dear.map(render1))} else false end`
}

function readsDocument(filter: Filter): boolean {
  if (filter.kind === 'and' || filter.kind === 'or') return filter.of.some(readsDocument)
  return filter.kind === 'not' ? readsDocument(filter.of) : filter.kind === 'document'
}

function render(filter: Filter, place: Place, inner: (filter: Filter) => SQL): SQL {
  if (filter.kind === 'not') return sql`not ${inner(filter.of)}`
  if (filter.kind === 'and') return and(filter.of.map(inner))
  if (filter.kind === 'or') {
    const [cheap, dear] = [filter.of.filter((one) => !readsDocument(one)), filter.of.filter(readsDocument)]
    return or([...cheap, ...dear].map(inner))
  }
  return leafSql(filter, place)
}

function leafSql(leaf: Leaf, place: Place): SQL {
  const { tables, id, row, fence } = place
  switch (leaf.kind) {
    case 'ids':
      return sql`${id} = any(${texts(leaf.values)})`
    case 'keys':
      if (row !== undefined) return sql`${row}.keys && ${texts(leaf.values)}`
      return sql`exists (select from ${tables.key} as x where x.id = ${id} and ${isOneKey(leaf.values)}${fence})`
    case 'spans':
      return sql`exists (select from ${tables.span} as x where x.id = ${id} and x.p = ${integer(leaf.number)}
        and ${spanTest(leaf.test, 'x')}${fence})`
    case 'numbers':
      return sql`exists (select from ${tables.number} as x where x.id = ${id} and x.p = ${integer(leaf.number)}
        and ${numberTests(leaf.tests, 'x')}${fence})`
    case 'group':
      return groupSql(leaf, place)
    case 'first':
      return sql`not ${hasEarlier(leaf.column, place.value, place)}`
    default:
      return rowSql(leaf, row ?? sql.raw('r'))
  }
}

type RowLeaf = Extract<Leaf, { kind: 'prefix' | 'infix' | 'present' | 'updated' | 'document' }>

function rowSql(leaf: RowLeaf, row: SQL): SQL {
  switch (leaf.kind) {
    case 'prefix':
      return someKey(row, or(leaf.values.map((value) => isWithin(sql`e.v`, `${leaf.number}:${value}`))))
    case 'infix': {
      const own = isWithin(sql`e.v`, `${leaf.number}:`)
      return someKey(row, sql`${own} and ${infixSql(leaf, sql`e.v`)}`)
    }
    case 'present':
      return or([hasMark(row, `,${leaf.number},`), hasMark(row, `,${leaf.number}-,`)])
    case 'updated':
      return spanTest(leaf.test, momentOf(row))
    case 'document':
      return documentSql(leaf.comparison)
  }
}

/** Has one of these in it, behind the number in front. */
export function infixSql({ number, values }: Omit<Extract<Leaf, { kind: 'infix' }>, 'kind'>, v: SQL): SQL {
  const own = sql`substr(${v}, ${integer(String(number).length + 2)}) collate "C"`
  return or(values.map((value) => sql`strpos(${own}, ${value}::text) > 0`))
}

const hasMark = (row: SQL, mark: string): SQL => sql`strpos(${row}.keys[1], ${sql.raw(`'${mark}'`)}) > 0`

function someKey(row: SQL, test: SQL): SQL {
  return sql`exists (select from (select v collate "C" as v from unnest(${row}.keys) as k(v)) as e where ${test})`
}

export function isOneKey(values: readonly string[]): SQL {
  const [only, ...more] = values
  return only !== undefined && more.length === 0 ? sql`x.v = ${only}::text` : sql`x.v = any(${texts(values)})`
}

/** Milliseconds since 1970. */
export const momentOf = (row: SQL): SQL => sql`(extract(epoch from ${row}.ts) * 1000)::float8`

/** `of`: the name of a table with `lo` and `hi`, or a moment, which lasts a millisecond. */
export function spanTest(test: Test, of: string | SQL): SQL {
  return testSql(test, (leaf) => {
    if (leaf.kind !== 'bound') throw new Error('a test of a span of time has only bounds in it')
    const isStart = leaf.bound === 'start'
    const bound =
      typeof of === 'string' ? sql.raw(`${of}.${isStart ? 'lo' : 'hi'}`) : isStart ? of : sql`${of} + 1`
    return sql`${bound} ${operatorSql(leaf.operator)} ${leaf.time}::float8`
  })
}

export function numberTests(tests: Extract<Leaf, { kind: 'numbers' }>['tests'], table: string): SQL {
  const n = sql.raw(`${table}.n`)
  return or(
    tests.map(({ test, units }) => {
      const number = testSql(test, (leaf) => {
        if (leaf.kind !== 'number') throw new Error('a test of a number has only numbers in it')
        return sql`${n} ${operatorSql(leaf.operator)} ${leaf.digits}::numeric`
      })
      return units.length === 0 ? number : sql`(${number} and ${sql.raw(table)}.u @> ${texts(units)})`
    }),
  )
}

/** It has the value, and none that comes before it in the order of the sort. */
function groupSql({ column, value }: Extract<Leaf, { kind: 'group' }>, place: Place): SQL {
  const { kind, number } = column
  const row = place.row ?? sql.raw('r')
  if (value === null) return sql`not ${hasMark(row, `,${number},`)}`
  const bound = boundValue(column, value)
  if (kind === 'id') return sql`${place.id} = ${bound}`
  if (kind === 'updated') return sql`${row}.ts = ${bound}`
  const isThere =
    kind === 'key' ? sql`${row}.keys && array[${bound}]` : hasEntry(column, sql`= ${bound}`, place)
  return sql`(${isThere} and not ${hasEarlier(column, bound, place)})`
}

function hasEarlier(column: SortColumn, value: SQL, place: Place): SQL {
  const before = sql`${sql.raw(column.isDescending ? '>' : '<')} ${value}`
  if (column.kind !== 'key') return hasEntry(column, before, place)
  return someKey(place.row ?? sql.raw('r'), sql`${isSorted(sql`e.v`, column.number)} and e.v ${before}`)
}

/** Of a span or a number. */
function hasEntry({ kind, number }: SortColumn, is: SQL, { tables, id }: Place): SQL {
  const [table, own] = kind === 'span' ? [tables.span, 'x.lo'] : [tables.number, 'x.n']
  return sql`exists (select from ${table} as x where x.id = ${id} and x.p = ${integer(number)}
    and ${sql.raw(own)} ${is} offset 0)`
}
