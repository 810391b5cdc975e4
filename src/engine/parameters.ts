/** What a request names: the id of its URL, and the parameters that pages of Bundles share. */
import { AppError } from '../kernel/errors.ts'
import { isResourceId } from '../schema/resource-id.ts'
import type { Operation } from './ports/access.ts'

/** Decoded query parameters in order; a name may come several times. */
export type Query = Operation['query']

const defaultCount = 100
const maxCount = 1000

/** `_count`: how many entries a page may have; more than 1000 are as 1000 (FHIR R4 search.html#count). Throws AppError `invalid`. */
export function parseCount(value: string | undefined): number {
  if (value === undefined) return defaultCount
  if (!/^\d{1,9}$/.test(value)) throw invalidParameter('_count', 'must be a whole number')
  return Math.min(Number(value), maxCount)
}

/** Of any request: how it is answered, not what. For developers: `__debug`. */
const ofEveryAnswer = new Set(['_format', '_pretty', '__debug'])

/** What cannot be honoured is refused by name, unless `Prefer: handling=lenient`. Throws AppError `invalid`. */
export function checkParameters(
  query: Query,
  known: readonly string[],
  { handling }: { readonly handling?: 'strict' | 'lenient' },
): void {
  if (handling === 'lenient') return
  for (const [name] of query) {
    if (!ofEveryAnswer.has(name) && !known.includes(name))
      throw invalidParameter(name, 'is not supported here')
  }
}

export function invalidParameter(name: string, problem: string): AppError {
  const short = name.length > 100 ? `${name.slice(0, 100)}…` : name
  return new AppError('invalid', 'bad-parameter', `The parameter ${short} ${problem}`)
}

/** The last one counts when a parameter that can be given once comes several times. */
export function lastValue(query: Query, name: string): string | undefined {
  return query.findLast(([candidate]) => candidate === name)?.[1]
}

/** The id that the URL names. Throws AppError `invalid` for what can be no id. */
export function parseTargetId(operation: Operation): string {
  return parseResourceId(operation.resourceId)
}

/** Throws AppError `invalid` for what can be no id. */
export function parseResourceId(id: unknown, expression?: string): string {
  if (isResourceId(id)) return id
  const message = 'An id has 1 to 64 letters, digits, hyphens, dots and underscores, and not only dots'
  throw new AppError('invalid', 'bad-id', message, expression === undefined ? {} : { expression })
}
