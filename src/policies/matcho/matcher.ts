/** What a compiled pattern is, and what its compilers lend each other. */
import type { JsonObject } from '../../kernel/json.ts'

/** Where a pattern does not hold. `path` has keys and array positions; `but` is the value, null when absent. */
export interface Mismatch {
  readonly path: readonly (string | number)[]
  readonly expected: unknown
  readonly but: unknown
}

export type Path = readonly (string | number)[]

/** A compiled pattern or a part of one. `context` is what `.path` patterns read from. */
export interface Matcher {
  /** The fast way: builds nothing. */
  test(value: unknown, context: unknown): boolean
  /** Adds the reasons why `test` is false; adds nothing when it is true. */
  explain(value: unknown, context: unknown, path: Path, found: Mismatch[]): void
}

/** Handed down while a pattern is compiled. */
export interface PatternPlace {
  /** FHIRPath expression of the pattern at hand. */
  readonly path: string
  /** Compiles a part; null after a problem, which is then reported. */
  compile(pattern: unknown, path: string): Matcher | null
  /** Notes what is wrong with the pattern. Returns null, so that it can be returned. */
  refuse(message: string, path?: string): null
}

/** Compiles the operand of one `$operator`. The object that holds the operator comes along, for its neighbours. */
export type CompileOperator = (operand: unknown, place: PatternPlace, holder: JsonObject) => Matcher | null

/** A matcher that says all of what it expected at the place itself. */
export function leafMatcher(expected: unknown, test: Matcher['test']): Matcher {
  return {
    test,
    explain(value, context, path, found) {
      if (!test(value, context)) found.push({ path, expected, but: value ?? null })
    },
  }
}
