/** What to add to a search that looks at too much: other parameters of the type. */
import { AppError } from '../../kernel/errors.ts'
import type { ResourceType } from '../../schema/registry.ts'
import type { SearchType } from '../../schema/resource-definition.ts'
import type { Query } from '../parameters.ts'

const code = 'search-too-costly'
/** What most often leads to few resources comes first. */
const rarest: readonly SearchType[] = ['token', 'reference', 'uri', 'date', 'string', 'quantity', 'number']
const mostNamed = 8

/** Errors of another kind as they are. */
export function explainCost(
  error: unknown,
  type: Pick<ResourceType, 'type' | 'search'>,
  query: Query,
): unknown {
  return error instanceof AppError && error.code === code ? searchTooCostly(type, query) : error
}

/** https://hl7.org/fhir/R4/valueset-issue-type.html: too-costly. */
export function searchTooCostly(type: Pick<ResourceType, 'type' | 'search'>, query: Query): AppError {
  const used = new Set(query.map(([name]) => name.split(':', 1)[0]))
  const helpful = [...type.search.values()]
    .filter(({ name }) => !used.has(name))
    .sort((one, other) => rarest.indexOf(one.type) - rarest.indexOf(other.type))
  const names = ['_id', ...helpful.map(({ name }) => name)].slice(0, mostNamed)
  const message =
    `The search is too costly: it looks at too many resources, or has too many values. Ask for fewer values, without ` +
    `:contains, or for a smaller _count; or add a criterion that few resources fit: ${names.join(', ')}`
  return new AppError('invalid', code, message, { issues: [{ code: 'too-costly', message }] })
}
