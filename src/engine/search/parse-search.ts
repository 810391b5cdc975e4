/** The query of a search as a plan for the store (https://hl7.org/fhir/R4/search.html). No SQL here. */
import type { ResourceType } from '../../schema/registry.ts'
import { isResourceId } from '../../schema/resource-id.ts'
import { invalidParameter, lastValue, parseCount } from '../parameters.ts'
import type { Criterion, SearchPlan } from '../ports/store.ts'
import { parseCriterion } from './parse-criterion.ts'
import { splitUnescaped } from './split-values.ts'

type Query = readonly (readonly [name: string, value: string])[]

export interface ParsedSearch {
  readonly plan: SearchPlan
  /** What was used, for `self` and `next`; the cursor is not among it. */
  readonly used: Query
  /** Only the total is wanted. */
  readonly isCountOnly: boolean
}

export interface SearchOptions {
  readonly baseUrl: string
  /** `Prefer: handling=strict`: unknown parameters are errors. */
  readonly isStrict: boolean
}

/** Keyset cursor: the id of the last resource of the page before. */
export const searchCursor = '_after'

const maxCriteria = 50
const maxIds = 1000
/** For developers: never a criterion, and not carried on in links. */
const debugParameter = '__debug'
/** Parameters of the answer, which are not criteria. */
const answerParameters = new Set(['_count', '_total', '_summary', '_format', '_pretty', searchCursor])
/** Criteria of FHIR that are not served yet. Ignoring them would answer too much. */
const unservedCriteria =
  /^_(lastUpdated|tag|profile|security|source|text|content|list|has|type|filter|query|id)(:|$)/

/** Throws AppError `invalid`. */
export function parseSearch(type: ResourceType, query: Query, options: SearchOptions): ParsedSearch {
  const criteria: Criterion[] = []
  const used: [string, string][] = []
  let ids: ReadonlySet<string> | undefined
  for (const [name, value] of query) {
    if (name === debugParameter) continue
    if (name === '_id') ids = intersect(ids, parseIds(value))
    else if (!answerParameters.has(name)) {
      if (unservedCriteria.test(name)) throw invalidParameter(name, 'is not supported yet')
      const criterion = value === '' ? undefined : parseCriterion(type, name, value, options.baseUrl)
      if (criterion === undefined && options.isStrict) throw invalidParameter(name, 'is unknown or empty')
      if (criterion === undefined) continue
      criteria.push(criterion)
    }
    if (name !== searchCursor) used.push([name, value])
  }
  if (criteria.length > maxCriteria)
    throw invalidParameter('list', `is too long: at most ${maxCriteria} criteria`)
  return { used, ...toPlan(type, query, criteria, ids) }
}

function toPlan(
  type: ResourceType,
  query: Query,
  criteria: Criterion[],
  ids: ReadonlySet<string> | undefined,
) {
  const count = parseCount(lastValue(query, '_count'))
  const summary = oneOf(query, '_summary', ['count', 'false'])
  const total = oneOf(query, '_total', ['none', 'estimate', 'accurate'])
  const afterId = lastValue(query, searchCursor)
  if (afterId !== undefined && !isResourceId(afterId))
    throw invalidParameter(searchCursor, 'is not one of a next link')
  // `_count=0` means the same as `_summary=count` (search.html#count).
  const isCountOnly = count === 0 || summary === 'count'
  const plan: SearchPlan = {
    type: type.type,
    criteria,
    ...(ids === undefined ? {} : { ids: [...ids] }),
    count: isCountOnly ? 0 : count,
    ...(afterId === undefined ? {} : { afterId }),
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

/** What cannot be an id is no resource's; an empty list finds nothing. */
function parseIds(value: string): ReadonlySet<string> {
  const ids = splitUnescaped(value, ',')
  if (ids.length > maxIds) throw invalidParameter('_id', `has more than ${maxIds} values`)
  return new Set(ids.filter(isResourceId))
}

function intersect(one: ReadonlySet<string> | undefined, other: ReadonlySet<string>): ReadonlySet<string> {
  return one === undefined ? other : new Set([...one].filter((id) => other.has(id)))
}
