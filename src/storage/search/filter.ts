/** A condition in the terms of the index of its type: what entries tell, and what only documents tell. */
import type { Comparison, Condition, Test } from '../../engine/ports/condition.ts'
import type { Probe } from '../../engine/ports/search-index.ts'
import { costOf } from './condition-cost.ts'
import type { IndexCatalog } from './index-catalog.ts'
import type { SortColumn } from './sort-column.ts'

export type Filter =
  | { readonly kind: 'and'; readonly of: readonly Filter[] }
  | { readonly kind: 'or'; readonly of: readonly Filter[] }
  | { readonly kind: 'not'; readonly of: Filter }
  | Leaf

type NumberTests = Extract<Probe['of'], { kind: 'numbers' }>['tests']

export type Leaf =
  /** One of these keys, the parameter's number in front. */
  | { readonly kind: 'keys'; readonly values: readonly string[] }
  | { readonly kind: 'prefix'; readonly number: number; readonly values: readonly string[] }
  | { readonly kind: 'infix'; readonly number: number; readonly values: readonly string[] }
  | { readonly kind: 'spans'; readonly number: number; readonly test: Test }
  | { readonly kind: 'numbers'; readonly number: number; readonly tests: NumberTests }
  | { readonly kind: 'present'; readonly number: number }
  | { readonly kind: 'ids'; readonly values: readonly string[] }
  /** The time of the last change is a span of a millisecond. */
  | { readonly kind: 'updated'; readonly test: Test }
  /** What it is sorted by is this; null: there is nothing that it could be sorted by. */
  | { readonly kind: 'group'; readonly column: SortColumn; readonly value: string | null }
  /** Of a walk in the order of a column: the value that it has come to is the first one of the resource. */
  | { readonly kind: 'first'; readonly column: SortColumn }
  | { readonly kind: 'document'; readonly comparison: Comparison }

export type Parameters = (name: string) => ReturnType<IndexCatalog['parameterOf']>

export const everyRow: Filter = { kind: 'and', of: [] }

export function toFilter(condition: Condition, parameterOf: Parameters): Filter {
  if (condition.kind === 'not') return { kind: 'not', of: toFilter(condition.of, parameterOf) }
  if (condition.kind !== 'compare')
    return { kind: condition.kind, of: condition.of.map((one) => toFilter(one, parameterOf)) }
  const document: Filter = { kind: 'document', comparison: condition }
  const leaf = toIds(condition) ?? (condition.probe && toLeaf(condition.probe, parameterOf))
  if (leaf === undefined) return document
  return condition.probe?.isExact === false ? { kind: 'and', of: [leaf, document] } : leaf
}

/** What a filter demands, one by one: all of them must hold. */
export function partsOf(filter: Filter): readonly Filter[] {
  return filter.kind === 'and' ? filter.of.flatMap(partsOf) : [filter]
}

export function allOf(parts: readonly Filter[]): Filter {
  const [only, ...more] = parts
  return only !== undefined && more.length === 0 ? only : { kind: 'and', of: parts }
}

/** The document's `id` is a column. */
function toIds({ path, test }: Comparison): Leaf | undefined {
  const [steps = [], ...others] = path
  const [step, ...more] = steps
  const isId = others.length + more.length === 0 && step?.name === 'id' && step.where === undefined
  if (!isId || test.kind !== 'equals') return undefined
  return { kind: 'ids', values: test.values.filter((value) => typeof value === 'string') }
}

function toLeaf({ parameter, of }: Probe, parameterOf: Parameters): Filter | undefined {
  if (parameter === '_id' || parameter === '_lastUpdated') return ofColumn(of)
  const number = parameterOf(parameter)?.number
  if (number === undefined) return undefined
  switch (of.kind) {
    case 'keys':
      return { kind: 'keys', values: [...new Set(of.values)].map((value) => `${number}:${value}`) }
    case 'prefix':
    case 'infix':
      return { kind: of.kind, number, values: of.values }
    case 'spans':
      return { kind: 'spans', number, test: of.test }
    case 'numbers':
      return { kind: 'numbers', number, tests: of.tests }
    case 'present':
      return { kind: 'present', number }
  }
}

/** Every resource has these. */
function ofColumn(of: Probe['of']): Filter | undefined {
  if (of.kind === 'keys') return { kind: 'ids', values: of.values }
  if (of.kind === 'spans') return { kind: 'updated', test: of.test }
  return of.kind === 'present' ? everyRow : undefined
}

/** Comparisons for one resource, at least 1. */
export function testsOf(filter: Filter): number {
  if (filter.kind === 'not') return testsOf(filter.of)
  if (filter.kind === 'document') return costOf(filter.comparison).tests
  if (filter.kind === 'prefix' || filter.kind === 'infix') return filter.values.length
  if (filter.kind !== 'and' && filter.kind !== 'or') return 1
  return Math.max(
    1,
    filter.of.reduce((sum, one) => sum + testsOf(one), 0),
  )
}
