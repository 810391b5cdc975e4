/** Patterns that are strings: keywords, `#regex`, `.path.to.value`, and otherwise the very string. */
import { isEqual } from './is-equal.ts'
import { compileLinearRegex } from './linear-regex.ts'
import { leafMatcher, type Matcher, type PatternPlace } from './matcher.ts'
import { readPath } from './read-key.ts'

const keywords: ReadonlyMap<string, (value: unknown) => boolean> = new Map([
  ['present?', (value: unknown) => !isNil(value)],
  ['nil?', (value: unknown) => isNil(value)],
  ['not-blank?', (value: unknown) => typeof value === 'string' && value !== ''],
])

export function compileString(pattern: string, place: PatternPlace): Matcher | null {
  const keyword = keywords.get(pattern)
  if (keyword !== undefined) return leafMatcher(pattern, keyword)
  if (pattern.startsWith('#')) return compileRegex(pattern, place)
  if (pattern.startsWith('.')) return compilePath(pattern, place)
  return leafMatcher(pattern, (value) => value === pattern)
}

/** Whether it means the very string. */
export function isLiteral(pattern: string): boolean {
  return !keywords.has(pattern) && !pattern.startsWith('#') && !pattern.startsWith('.')
}

function compileRegex(pattern: string, place: PatternPlace): Matcher | null {
  const regex = compileLinearRegex(pattern.slice(1))
  if (typeof regex === 'string') return place.refuse(regex)
  return leafMatcher(pattern, (value) => typeof value === 'string' && regex.test(value))
}

/** Two absent sides are not equal: a missing link of the user must never match a missing field of the resource. */
function compilePath(pattern: string, place: PatternPlace): Matcher | null {
  const path = pattern.slice(1).split('.')
  if (path.includes('')) return place.refuse('A path is written ".name.name", with nothing left empty')
  return {
    test(value, context) {
      return !isNil(value) && isEqual(value, readPath(context, path))
    },
    explain(value, context, at, found) {
      const expected = readPath(context, path) ?? null
      if (isNil(value) || !isEqual(value, expected)) found.push({ path: at, expected, but: value ?? null })
    },
  }
}

function isNil(value: unknown): boolean {
  return value === undefined || value === null
}
