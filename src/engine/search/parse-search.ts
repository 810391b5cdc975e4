/** The query of a search as a plan for the store (https://hl7.org/fhir/R4/search.html). No SQL here. */

import type { AppError } from '../../kernel/errors.ts'
import { suggest } from '../../kernel/nearest-name.ts'
import type { ResourceType } from '../../schema/registry.ts'
import type { SearchPath } from '../../schema/search-path.ts'
import { invalidParameter, lastValue, parseCount, type Query } from '../parameters.ts'
import type { Condition } from '../ports/condition.ts'
import type { SearchPlan } from '../ports/store.ts'
import { parseCursor, toSortText } from './cursor.ts'
import { joinCriteria } from './parse-condition.ts'
import { type CriterionOptions, parseCriterion } from './parse-criterion.ts'
import { parseSort, type Sorting, sortParameter } from './parse-sort.ts'

export interface ParsedSearch {
  readonly plan: SearchPlan
  /** What was used, for `self` and `next`; the cursor is not among it. */
  readonly used: Query
  /** Only the total is wanted. */
  readonly isCountOnly: boolean
  /** What the order of the answer tells of. */
  readonly sortPaths: readonly SearchPath[]
}

export interface SearchOptions extends CriterionOptions {
  /** `Prefer: handling=lenient`: unknown parameters are left out, and not in `self`, rather than refused. */
  readonly isLenient: boolean
}

/** Keyset cursor: where the page before ended (cursor.ts). */
export const searchCursor = '_after'

/** For developers: never a criterion, and not carried on in links. */
export const debugParameter = '__debug'
/** Parameters of the answer, which are not criteria. */
const answerParameters = new Set([
  ...['_count', '_total', '_summary', '_format', '_pretty'],
  ...[sortParameter, searchCursor],
])

/** Throws AppError `invalid`. */
export function parseSearch(type: ResourceType, query: Query, options: SearchOptions): ParsedSearch {
  const criteria: Condition[] = []
  const used: [string, string][] = []
  const sorts = query.filter(([name]) => name === sortParameter).map(([, value]) => value)
  const sorting = parseSort(type, sorts, options.isLenient)
  for (const [name, value] of query) {
    if (name === debugParameter) continue
    if (!answerParameters.has(name)) {
      const criterion = parseCriterion(type, [name, value], options)
      if (criterion === undefined && value !== '' && !options.isLenient) throw notSupported(type, name)
      if (criterion === undefined) continue
      criteria.push(criterion)
    }
    if (name !== searchCursor && name !== sortParameter) used.push([name, value])
  }
  if (sorting.keys.length > 0) used.push([sortParameter, toSortText(sorting.keys)])
  return {
    ...{ used, sortPaths: sorting.paths },
    ...toPlan(type, query, joinCriteria(criteria), sorting),
  }
}

/** Of the answer: FHIR has them (search.html#2.21.1.4), and an answer without them would not be what was asked for. */
const unserved = /^_(include|revinclude|elements|summary|contained|containedType|score)(:|$)/

function notSupported(type: ResourceType, name: string): AppError {
  if (name.startsWith(`${sortParameter}:`))
    return invalidParameter(
      name,
      `has a modifier; what is to be descending is written ${sortParameter}=-name`,
    )
  if (unserved.test(name)) return invalidParameter(name, 'is not supported yet')
  const [base = ''] = name.split(/[.:]/, 1)
  const hint = suggest(base, [...type.search.keys(), '_id', '_lastUpdated', '_count', sortParameter], '')
  return invalidParameter(name, `is not one of ${type.type}${hint}`)
}

function toPlan(type: ResourceType, query: Query, where: Condition, { keys }: Sorting) {
  const count = parseCount(lastValue(query, '_count'))
  const summary = oneOf(query, '_summary', ['count', 'false'])
  const total = oneOf(query, '_total', ['none', 'estimate', 'accurate'])
  const cursor = lastValue(query, searchCursor)
  const after = cursor === undefined ? undefined : parseCursor(cursor, keys)
  if (after === null) throw invalidParameter(searchCursor, 'is not one of a next link of this search')
  // `_count=0` means the same as `_summary=count` (search.html#count).
  const isCountOnly = count === 0 || summary === 'count'
  const plan: SearchPlan = {
    type: type.type,
    where,
    count: isCountOnly ? 0 : count,
    ...(keys.length === 0 ? {} : { sort: keys }),
    ...(after === undefined ? {} : { after }),
    withTotal: isCountOnly || total === 'accurate' || total === 'estimate',
  }
  return { plan, isCountOnly }
}

function oneOf(query: Query, name: string, allowed: readonly string[]): string | undefined {
  const value = lastValue(query, name)
  if (value !== undefined && !allowed.includes(value))
    throw invalidParameter(name, `must be one of ${allowed.join(', ')}`)
  return value
}
