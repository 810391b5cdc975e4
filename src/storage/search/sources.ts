/** Where the ids of all resources that a filter may hold of stand in the index. */
import { type SQL, sql } from 'drizzle-orm'
import type { Test } from '../../engine/ports/condition.ts'
import { type Box, toBoxes, withBothEnds } from './boxes.ts'
import type { Filter } from './filter.ts'
import { infixSql, isOneKey, numberTests, spanTest } from './filter-sql.ts'
import { and, type IndexTables, integer, operatorSql, texts } from './index-tables.ts'
import { isWithin } from './key-sql.ts'

export type Source =
  /** Ids in order. */
  | { readonly kind: 'key'; readonly value: string }
  | { readonly kind: 'ids'; readonly values: readonly string[] }
  /** In no order of ids, and more than once. */
  | { readonly kind: 'range'; readonly prefix: string }
  | {
      readonly kind: 'infix'
      readonly number: number
      readonly values: readonly string[]
      /** By the index of trigrams; else all keys of the parameter are looked at. */
      readonly hasTrigrams: boolean
    }
  /** Keys that are not whole. */
  | { readonly kind: 'cut'; readonly number: number }
  | { readonly kind: 'spans' | 'numbers'; readonly number: number; readonly box: Box }
  | { readonly kind: 'updated'; readonly box: Box }

/** All of them together. Of none: there is no such resource. */
export interface Sources {
  readonly of: readonly Source[]
  /** The filter holds of all that are there. */
  readonly isExact: boolean
}

export interface Knowledge {
  /** Which parameters resources have, as keys have it; undefined: there are too many of them, or nobody has looked. */
  readonly signatures?: readonly string[]
  /** Of keys. */
  readonly hasTrigrams: boolean
  /** Parameters that have so few keys that all of them can be looked at. */
  readonly scannable: ReadonlySet<number>
}

const mostSources = 256
const mostUnordered = 64
const shortestTrigram = 3
const restOfKey = '\u{10FFFF}'

export const isOrdered = ({ of }: Sources): boolean =>
  of.every(({ kind }) => kind === 'key' || kind === 'ids')

/** Null: the index does not tell. */
export function sourcesOf(filter: Filter, knowledge: Knowledge): Sources | null {
  const found = findSources(filter, knowledge)
  return found !== null && found.of.length > (isOrdered(found) ? mostSources : mostUnordered) ? null : found
}

const exactly = (of: readonly Source[]): Sources => ({ of, isExact: true })

function findSources(filter: Filter, knowledge: Knowledge): Sources | null {
  switch (filter.kind) {
    case 'keys':
      return exactly(filter.values.map((value) => ({ kind: 'key', value })))
    case 'ids':
      return exactly([{ kind: 'ids', values: filter.values }])
    case 'prefix':
      return exactly(filter.values.map((value) => ({ kind: 'range', prefix: `${filter.number}:${value}` })))
    case 'infix':
      return ofInfixes(filter, knowledge)
    case 'spans':
    case 'updated':
      return ofBoxes(filter.test, (box) =>
        filter.kind === 'updated' ? { kind: 'updated', box } : { kind: 'spans', number: filter.number, box },
      )
    case 'numbers':
      return ofNumbers(filter)
    case 'present':
      return ofSignatures(filter.number, true, knowledge)
    case 'group':
      return ofGroup(filter, knowledge)
    case 'and':
      return bestOf(filter.of.map((one) => findSources(one, knowledge)))
    case 'or':
      return together(filter.of.map((one) => findSources(one, knowledge)))
    case 'not':
      return filter.of.kind === 'present' ? ofSignatures(filter.of.number, false, knowledge) : null
    case 'first':
    case 'document':
      return null
  }
}

/** Without a count: what is in order of ids first, of that the fewest. */
function bestOf(parts: readonly (Sources | null)[]): Sources | null {
  const rank = (one: Sources) => (isOrdered(one) ? 0 : mostSources) + one.of.length
  const [best] = parts.filter((part) => part !== null).sort((one, other) => rank(one) - rank(other))
  return best === undefined ? null : { ...best, isExact: false }
}

function together(parts: readonly (Sources | null)[]): Sources | null {
  if (!parts.every((part) => part !== null)) return null
  return { of: parts.flatMap(({ of }) => of), isExact: parts.every(({ isExact }) => isExact) }
}

/** For trigrams to tell. */
export const areLongEnough = (parts: readonly string[]): boolean =>
  parts.every((part) => part === restOfKey || [...part].length >= shortestTrigram)

/** What stands for the rest of a key that is not whole is in a list of its own. */
function ofInfixes(
  { number, values }: Extract<Filter, { kind: 'infix' }>,
  { hasTrigrams, scannable }: Knowledge,
): Sources | null {
  const whole = values.filter((value) => value !== restOfKey)
  const isServed = hasTrigrams && areLongEnough(whole)
  if (!isServed)
    return scannable.has(number) ? exactly([{ kind: 'infix', number, values, hasTrigrams: false }]) : null
  const cut: readonly Source[] = whole.length < values.length ? [{ kind: 'cut', number }] : []
  return exactly([{ kind: 'infix', number, values: whole, hasTrigrams }, ...cut])
}

function ofBoxes(test: Test, toSource: (box: Box) => Source): Sources | null {
  const boxes = toBoxes(test)
  return boxes === null ? null : exactly(boxes.map(toSource))
}

/** Units are looked at later. */
function ofNumbers({ number, tests }: Extract<Filter, { kind: 'numbers' }>): Sources | null {
  const found = together(tests.map(({ test }) => ofBoxes(test, (box) => ({ kind: 'numbers', number, box }))))
  return found && { ...found, isExact: tests.every(({ units }) => units.length === 0) }
}

/** By the list of parameters that each resource has among its keys. */
function ofSignatures(number: number, isPresent: boolean, { signatures }: Knowledge): Sources | null {
  const has = (signature: string) => signature.includes(`,${number},`) || signature.includes(`,${number}-,`)
  const found = signatures?.filter((signature) => has(signature) === isPresent)
  return found === undefined ? null : exactly(found.map((value) => ({ kind: 'key', value })))
}

function ofGroup(
  { column, value }: Extract<Filter, { kind: 'group' }>,
  { signatures }: Knowledge,
): Sources | null {
  const { kind, number } = column
  if (value === null) {
    const found = signatures?.filter((signature) => !signature.includes(`,${number},`))
    return found === undefined ? null : exactly(found.map((one) => ({ kind: 'key', value: one })))
  }
  if (kind === 'id') return exactly([{ kind: 'ids', values: [value] }])
  if (kind === 'key') return { of: [{ kind: 'key', value: `${number}:${value}` }], isExact: false }
  const time = Number(value)
  const box: Box =
    kind === 'number'
      ? [{ kind: 'number', operator: '==', digits: value }]
      : [{ kind: 'bound', bound: 'start', operator: '==', time }]
  const source: Source =
    kind === 'updated' ? { kind, box } : { kind: kind === 'span' ? 'spans' : 'numbers', number, box }
  return { of: [source], isExact: kind === 'updated' }
}

export interface ArmOptions {
  /** Only ids behind it. */
  readonly after?: string
  /** Of sources that have an order. */
  readonly isOrdered?: boolean
}

/** A statement for the ids of a source. */
export function armSql(source: Source, tables: IndexTables, { after, isOrdered = false }: ArmOptions): SQL {
  const behind = after === undefined ? sql`` : sql` and x.id > ${after}::text`
  const order = isOrdered ? sql` order by x.id` : sql``
  return sql`select x.id from ${tableOf(source, tables)} as x where ${testOf(source)}${behind}${order}`
}

function tableOf({ kind }: Source, tables: IndexTables): SQL {
  if (kind === 'ids' || kind === 'updated') return tables.main
  return kind === 'spans' ? tables.span : kind === 'numbers' ? tables.number : tables.key
}

function testOf(source: Source): SQL {
  switch (source.kind) {
    case 'key':
      return isOneKey([source.value])
    case 'ids':
      return sql`x.id = any(${texts(source.values)})`
    case 'range':
      return isWithin(sql`x.v`, source.prefix)
    case 'infix':
      return infixTest(source)
    case 'cut':
      return and([isWithin(sql`x.v`, `${source.number}:`), sql.raw(`right(x.v, 1) = U&'\\+10FFFF'`)])
    case 'spans':
      return and([isOf(source.number), spanTest({ kind: 'all', of: withBothEnds(source.box) }, 'x')])
    case 'numbers': {
      const test = { kind: 'all', of: source.box } as const
      return and([isOf(source.number), numberTests([{ test, units: [] }], 'x')])
    }
    case 'updated':
      return and(source.box.map(isUpdated))
  }
}

const isOf = (number: number): SQL => sql`x.p = ${integer(number)}`

/** With trigrams the range of the parameter is none that another index could be read by: planners would. */
function infixTest(source: Extract<Source, { kind: 'infix' }>): SQL {
  const own = `${source.number}:`
  const found = source.hasTrigrams
    ? and([likeSql(source.values), sql`left(x.v, ${integer(own.length)}) = ${own}::text`])
    : isWithin(sql`x.v`, own)
  return and([found, infixSql(source, sql`x.v`)])
}

/** What the index of trigrams answers. */
function likeSql(values: readonly string[]): SQL {
  const patterns = values.map((value) => `%${value.replaceAll(/[\\%_]/g, '\\$&')}%`)
  return patterns.length === 1 ? sql`x.v like ${patterns[0]}::text` : sql`x.v like any(${texts(patterns)})`
}

/** The time of a change lasts a millisecond. */
function isUpdated(bound: Box[number]): SQL {
  if (bound.kind !== 'bound') throw new Error('a test of a span of time has only bounds in it')
  const time = bound.bound === 'start' ? bound.time : bound.time - 1
  return sql`x.ts ${operatorSql(bound.operator)} to_timestamp(${time}::float8 / 1000)`
}
