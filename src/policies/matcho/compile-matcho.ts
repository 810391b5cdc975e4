/** Compiles a matcho pattern once, so that requests only run closures. All problems of a pattern are found here. */
import type { Issue } from '../../kernel/errors.ts'
import { isJsonObject } from '../../kernel/json.ts'
import { compileArray } from './compile-array.ts'
import { compileObject } from './compile-object.ts'
import { compileString } from './compile-string.ts'
import { leafMatcher, type Matcher, type Mismatch, type PatternPlace } from './matcher.ts'

const maxDepth = 32
const maxParts = 5000

export interface CompiledMatcho {
  /** Whether the pattern holds. Throws PolicyFailure for what cannot be decided. */
  matches(resource: unknown, context?: unknown): boolean
  /** Why it does not hold; empty when it does. `.path` patterns read from the context, by default the resource. */
  match(resource: unknown, context?: unknown): readonly Mismatch[]
}

export type MatchoResult =
  | { readonly matcho: CompiledMatcho; readonly issues: readonly [] }
  | { readonly matcho: null; readonly issues: readonly Issue[] }

/** `path` is the FHIRPath expression of the pattern in its document, for the issues. */
export function compileMatcho(pattern: unknown, path = 'matcho'): MatchoResult {
  const issues: Issue[] = []
  const matcher = createPlace(issues).compile(pattern, path)
  if (matcher === null || issues.length > 0) return { matcho: null, issues }
  return { matcho: toMatcho(matcher), issues: [] }
}

function toMatcho(matcher: Matcher): CompiledMatcho {
  return {
    matches: (resource, context = resource) => matcher.test(resource, context),
    match(resource, context = resource) {
      const found: Mismatch[] = []
      matcher.explain(resource, context, [], found)
      return found
    },
  }
}

function createPlace(issues: Issue[]): { compile: PatternPlace['compile'] } {
  let parts = 0
  let depth = 0
  const compile = (pattern: unknown, path: string): Matcher | null => {
    const place: PatternPlace = {
      path,
      compile,
      refuse(message, at = path) {
        issues.push({ code: 'invalid', message, expression: at })
        return null
      },
    }
    parts += 1
    if (parts > maxParts) {
      return parts === maxParts + 1 ? place.refuse(`A pattern has at most ${maxParts} parts`) : null
    }
    if (depth >= maxDepth) return place.refuse(`A pattern is nested at most ${maxDepth} deep`)
    depth += 1
    try {
      return compilePart(pattern, place)
    } finally {
      depth -= 1
    }
  }
  return { compile }
}

function compilePart(pattern: unknown, place: PatternPlace): Matcher | null {
  if (typeof pattern === 'string') return compileString(pattern, place)
  if (typeof pattern === 'number' || typeof pattern === 'boolean') {
    return leafMatcher(pattern, (value) => value === pattern)
  }
  if (Array.isArray(pattern)) return compileArray(pattern, place)
  if (isJsonObject(pattern)) return compileObject(pattern, place)
  return place.refuse('A pattern cannot be null: say "nil?" or "present?"')
}
