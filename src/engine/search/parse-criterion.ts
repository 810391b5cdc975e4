/** One parameter of a search with its modifier and its alternatives. */
import type { ResourceType } from '../../schema/registry.ts'
import type { SearchParameter } from '../../schema/resource-definition.ts'
import { isResourceId } from '../../schema/resource-id.ts'
import { parseSearchPath } from '../../schema/search-path.ts'
import { invalidParameter } from '../parameters.ts'
import type { Condition, Test } from '../ports/condition.ts'
import { splitUnescaped } from './escapes.ts'
import { equals, type Meaning } from './parameter-type.ts'
import { commonParameters, modifiersOf, parameterTypes } from './parameter-types.ts'
import { toComparisons, toPresence } from './to-comparisons.ts'
import { searchTooCostly } from './too-costly.ts'

export interface CriterionOptions {
  /** References that start with it are relative ones. */
  readonly baseUrl: string
  /** Milliseconds since 1970. */
  readonly now: number
}

/** As much of a type as its criteria need. */
export type SearchedType = Pick<ResourceType, 'type' | 'search'>

const maxAlternatives = 200
/** Of texts that are not compared as a whole. */
const maxPatterns = 20
const maxIds = 1000
const maxValueLength = 1000
/** Criteria of FHIR that are not served yet. Ignoring them would answer too much. */
const unserved = /^_(tag|profile|security|source|text|content|list|has|type|filter|query)(:|$)/

type Pair = readonly [name: string, value: string]

/**
 * Undefined: the type has no such parameter, or the value is empty. Throws AppError `invalid` for what is known but
 * cannot be searched: an answer without the criterion would hold too much.
 */
export function parseCriterion(
  type: SearchedType,
  pair: Pair,
  options: CriterionOptions,
): Condition | undefined {
  const [name, value] = pair
  if (name === '_id') return toIds(value)
  const [base = '', modifier, ...more] = name.split(':')
  if (unserved.test(name) || base === '_id') throw invalidParameter(name, 'is not supported yet')
  if (value === '') return undefined
  const isChain = base.includes('.') && type.search.has(base.slice(0, base.indexOf('.')))
  const isTypedChain = modifier?.includes('.') === true && type.search.has(base)
  if (isChain || isTypedChain) throw invalidParameter(name, 'is a chain, which is not supported yet')
  const parameter = type.search.get(base) ?? commonParameters.find((common) => common.name === base)
  if (parameter === undefined) return undefined
  if (more.length > 0 || (modifier !== undefined && !isAllowed(parameter, modifier))) {
    throw invalidParameter(name, 'has a modifier that is not supported')
  }
  return toCondition(type, parameter, modifier, pair, options)
}

function isAllowed({ type }: SearchParameter, modifier: string): boolean {
  const isType = parameterTypes[type].takesTypes === true && /^[A-Z][A-Za-z0-9]*$/.test(modifier)
  return isType || modifiersOf(type).includes(modifier)
}

function toCondition(
  type: SearchedType,
  parameter: SearchParameter,
  modifier: string | undefined,
  [name, value]: Pair,
  options: CriterionOptions,
): Condition {
  const path = parseSearchPath(parameter.path, type.type)
  if (modifier === 'missing') {
    if (value !== 'true' && value !== 'false') throw invalidParameter(name, 'must be true or false')
    const isThere = toPresence(parameter, path)
    return value === 'true' ? { kind: 'not', of: isThere } : isThere
  }
  const toMeaning = (text: string): Meaning => {
    const meaning = parameterTypes[parameter.type].toMeaning(text, {
      modifier,
      ignoreCase: parameter.ignoreCase,
      ...options,
    })
    if (meaning === null) throw invalidParameter(name, `has a value that cannot be read${example(parameter)}`)
    return meaning
  }
  const meanings = splitValues(name, value).map(toMeaning)
  // Each is one more look at every resource.
  if (meanings.length > maxPatterns && meanings.some(({ test }) => hasPattern(test)))
    throw searchTooCostly(type, [[name, value]])
  const found = toComparisons(parameter, path, meanings)
  // Resources without a value are among those that are not of it (search.html#modifiers).
  return modifier === 'not' ? { kind: 'not', of: found } : found
}

function example({ type }: SearchParameter): string {
  const { examples } = parameterTypes[type]
  return examples === undefined ? '' : `; a ${type} is written ${examples}`
}

function hasPattern(test: Test): boolean {
  if ('of' in test) return test.of.some(hasPattern)
  return test.kind === 'at' ? hasPattern(test.test) : test.kind === 'matches'
}

function splitValues(name: string, value: string): string[] {
  const texts = splitUnescaped(value, ',')
  if (texts.length > maxAlternatives) throw invalidParameter(name, `has more than ${maxAlternatives} values`)
  if (texts.some((text) => text.length > maxValueLength)) {
    throw invalidParameter(name, `has a value of more than ${maxValueLength} characters`)
  }
  return texts
}

/** What cannot be an id is no resource's. */
function toIds(value: string): Condition {
  const ids = splitUnescaped(value, ',')
  if (ids.length > maxIds) throw invalidParameter('_id', `has more than ${maxIds} values`)
  const values = [...new Set(ids.filter(isResourceId))]
  const probe = { parameter: '_id', isExact: true, of: { kind: 'keys', values } } as const
  return { kind: 'compare', path: [[{ name: 'id' }]], test: equals(...values), probe }
}
