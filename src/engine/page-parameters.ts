/** Parameters that pages of Bundles share. */
import { AppError } from '../kernel/errors.ts'

const defaultCount = 100
const maxCount = 1000

/** `_count`: how many entries a page may have; more than 1000 are as 1000 (FHIR R4 search.html#count). Throws AppError `invalid`. */
export function parseCount(value: string | undefined): number {
  if (value === undefined) return defaultCount
  if (!/^\d{1,9}$/.test(value)) throw invalidParameter('_count', 'must be a whole number')
  return Math.min(Number(value), maxCount)
}

export function invalidParameter(name: string, problem: string): AppError {
  const short = name.length > 100 ? `${name.slice(0, 100)}…` : name
  return new AppError('invalid', 'bad-parameter', `The parameter ${short} ${problem}`)
}

/** The last one counts when a parameter that can be given once comes several times. */
export function lastValue(query: readonly (readonly [string, string])[], name: string): string | undefined {
  return query.findLast(([candidate]) => candidate === name)?.[1]
}
