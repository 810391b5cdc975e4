/** What a resource is sorted by, as an expression and as the text of a place, and what comes behind a place. */
import { type SQL, sql } from 'drizzle-orm'
import { AppError } from '../../kernel/errors.ts'
import { and, type IndexTables, integer, or } from './index-tables.ts'
import { isSorted } from './key-sql.ts'
import type { SortColumn } from './sort-column.ts'
import type { Place } from './walk.ts'

/** Of the resource whose row has the name: its least value, or its greatest where the order descends. */
export function sortValue({ kind, number, isDescending }: SortColumn, tables: IndexTables, row: SQL): SQL {
  if (kind === 'id') return sql`${row}.id`
  if (kind === 'updated') return sql`${row}.ts`
  if (kind === 'key') {
    const least = sql.raw(isDescending ? 'max' : 'min')
    return sql`(select ${least}(e.v) from (select v collate "C" as v from unnest(${row}.keys) as k(v)) as e
      where ${isSorted(sql`e.v`, number)})`
  }
  const [table, name] = kind === 'span' ? [tables.span, 'e.lo'] : [tables.number, 'e.n']
  const value = sql.raw(name)
  return sql`(select ${value} from ${table} as e where e.id = ${row}.id and e.p = ${integer(number)}
    order by ${value}${direction(isDescending)} limit 1)`
}

export const direction = (isDescending: boolean): SQL => sql.raw(isDescending ? ' desc' : '')

/** The text of a value, as a place has it: a key without its number, a moment in milliseconds since 1970. */
export function valueText({ kind, number }: SortColumn, value: SQL): SQL {
  if (kind === 'key') return sql`substr(${value}, ${integer(String(number).length + 2)})`
  return kind === 'updated' ? sql`((extract(epoch from ${value}) * 1000)::float8)::text` : sql`${value}::text`
}

/** Of a text that is a value. */
export function boundValue({ kind, number }: SortColumn, text: string): SQL {
  if (kind === 'key') return sql`${`${number}:${text}`}::text`
  if (kind === 'id') return sql`${text}::text`
  if (kind === 'number') return sql`${text}::text::numeric`
  return kind === 'span' ? sql`${text}::text::float8` : sql`to_timestamp(${text}::text::float8 / 1000)`
}

const isFloat = (text: string) => /^(-?\d{1,20}(\.\d{1,20})?(e\+?\d{1,2})?|-?Infinity)$/.test(text)

/** ECMA-262 §21.4.1.1: no moment is later, and PostgreSQL still has this one. */
const lastMoment = 8.64e15

const isValueOf: Readonly<Record<SortColumn['kind'], (text: string) => boolean>> = {
  key: () => true,
  id: () => true,
  number: (text) => /^-?\d{1,1100}(\.\d{1,1100})?$/.test(text),
  span: isFloat,
  updated: (text) => isFloat(text) && Number(text) >= 0 && Number(text) <= lastMoment,
}

/** Places come from links, which anybody may write. Throws AppError `invalid` for a text that is no value. */
export function checkValue({ kind }: SortColumn, text: string | null): string | null {
  if (text === null || isValueOf[kind](text)) return text
  throw new AppError('invalid', 'bad-parameter', 'The page that is asked for is none of this search')
}

/** Of rows with `v1`, `v2` … and `id`: what comes behind the place, rows without a value last. */
export function isBehind(columns: readonly SortColumn[], place: Place): SQL {
  const ties: SQL[] = []
  const ways: SQL[] = []
  columns.forEach((column, at) => {
    const [own, text = null] = [sql.raw(`c.v${at + 1}`), place.values[at]]
    if (text === null) {
      ties.push(sql`${own} is null`)
      return
    }
    const value = boundValue(column, text)
    const beyond = sql`(${own} ${sql.raw(column.isDescending ? '<' : '>')} ${value} or ${own} is null)`
    ways.push(and([...ties, beyond]))
    ties.push(sql`${own} = ${value}`)
  })
  ways.push(and([...ties, sql`c.id > ${place.id}::text`]))
  return or(ways)
}

/** `c.v1 desc nulls last, c.id` */
export function orderOf(columns: readonly SortColumn[]): SQL {
  const parts = columns.map(({ isDescending }, at) =>
    sql.raw(`c.v${at + 1}${isDescending ? ' desc' : ''} nulls last`),
  )
  return sql.join([...parts, sql`c.id`], sql`, `)
}
