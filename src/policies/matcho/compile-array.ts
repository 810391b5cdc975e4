/** `[p, q]`: an array that starts with matches of p, q in this order. */
import { pathOfIndex } from '../issue-path.ts'
import type { Matcher, PatternPlace } from './matcher.ts'

/** Compiles each pattern of a list; null when one of them, or the list, is bad. */
export function compileList(patterns: unknown, place: PatternPlace): readonly Matcher[] | null {
  if (!Array.isArray(patterns)) return place.refuse('This must be a list of patterns')
  if (patterns.length === 0) return place.refuse('An empty list says nothing')
  const matchers = patterns.map((pattern, index) => place.compile(pattern, pathOfIndex(place.path, index)))
  return matchers.every((matcher) => matcher !== null) ? matchers : null
}

export function compileArray(patterns: readonly unknown[], place: PatternPlace): Matcher | null {
  const matchers = compileList(patterns, place)
  if (matchers === null) return null
  return {
    test: (value, context) =>
      Array.isArray(value) &&
      value.length >= matchers.length &&
      matchers.every((matcher, index) => matcher.test(value[index], context)),
    explain(value, context, path, found) {
      if (!Array.isArray(value) || value.length < matchers.length) {
        found.push({ path, expected: patterns, but: value ?? null })
        return
      }
      matchers.forEach((matcher, index) => {
        matcher.explain(value[index], context, [...path, index], found)
      })
    },
  }
}
