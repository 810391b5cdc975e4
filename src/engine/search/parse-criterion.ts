/** One declared parameter of a search with its modifier and its alternatives. */
import type { ResourceType } from '../../schema/registry.ts'
import type { SearchParameter } from '../../schema/resource-definition.ts'
import { invalidParameter } from '../parameters.ts'
import type { Criterion, CriterionValue } from '../ports/store.ts'
import { parseReferenceValue, parseTokenValue } from './parse-values.ts'
import { splitUnescaped, unescapeValue } from './split-values.ts'

const maxAlternatives = 200
/** By the type of the parameter; parameters of other types can be declared, but not searched yet. */
export const searchModifiers: Readonly<Partial<Record<SearchParameter['type'], readonly string[]>>> = {
  string: ['exact', 'contains', 'missing'],
  token: ['not', 'missing'],
  reference: ['missing'],
}

/**
 * Undefined: the type has no such parameter. Throws AppError `invalid` for what is known but cannot be searched: an
 * answer without the criterion would hold too much.
 */
export function parseCriterion(
  type: ResourceType,
  name: string,
  value: string,
  baseUrl: string,
): Criterion | undefined {
  const [base = '', modifier, ...more] = name.split(':')
  const isChain = base.includes('.') && type.search.has(base.slice(0, base.indexOf('.')))
  if (isChain) throw invalidParameter(name, 'is a chain, which is not supported yet')
  const parameter = type.search.get(base)
  if (parameter === undefined) return undefined
  const allowed = searchModifiers[parameter.type]
  if (allowed === undefined)
    throw invalidParameter(name, `is of the type ${parameter.type}, which is not supported yet`)
  const target = parameter.type === 'reference' && /^[A-Z]/.test(modifier ?? '') ? modifier : undefined
  if (more.length > 0 || (modifier !== undefined && target === undefined && !allowed.includes(modifier))) {
    throw invalidParameter(name, 'has a modifier that is not supported')
  }
  if (modifier === 'missing') return toMissing(parameter, name, value)
  const texts = splitUnescaped(value, ',')
  if (texts.length > maxAlternatives) throw invalidParameter(name, `has more than ${maxAlternatives} values`)
  const values = texts.map((text) => parseValue(parameter, text, baseUrl, target))
  if (values.includes(null)) throw invalidParameter(name, 'has a value that cannot be read')
  return {
    parameter,
    ...(modifier === undefined || target !== undefined ? {} : { modifier: modifier as 'exact' }),
    values: values as CriterionValue[],
  }
}

function toMissing(parameter: SearchParameter, name: string, value: string): Criterion {
  if (value !== 'true' && value !== 'false') throw invalidParameter(name, 'must be true or false')
  return { parameter, modifier: 'missing', values: [{ kind: 'missing', value: value === 'true' }] }
}

function parseValue(
  parameter: SearchParameter,
  text: string,
  baseUrl: string,
  target: string | undefined,
): CriterionValue | null {
  if (text === '') return null
  if (parameter.type === 'token') return parseTokenValue(text)
  if (parameter.type === 'reference') return parseReferenceValue(text, baseUrl, target)
  return { kind: 'string', value: unescapeValue(text) }
}
