/**
 * What must hold of a resource: the one tree that a search plan is made of and that an access narrows rows by. It is plain
 * data in neutral terms: storage turns it into SQL and engine/search/holds.ts walks a document with it; neither knows
 * what a search parameter's type means.
 */
import type { SearchPath } from '../../schema/search-path.ts'
import type { Probe } from './search-index.ts'

/** `and` of nothing: everything; `or` of nothing: nothing. */
export type Condition =
  | { readonly kind: 'and' | 'or'; readonly of: readonly Condition[] }
  | { readonly kind: 'not'; readonly of: Condition }
  | Comparison

/** Holds when one of the items that the path leads to passes; without an item it does not. */
export interface Comparison {
  readonly kind: 'compare'
  readonly path: SearchPath
  readonly test: Test
  /** How entries of an index find the same documents. Left out: only the documents themselves tell. */
  readonly probe?: Probe
}

export type Operator = '<' | '<=' | '==' | '>=' | '>'

/**
 * What an item must be like. Lists among what is looked at are looked through, one level deep; not for a number, so that
 * what must hold of one number is never held by two. `any` of nothing: no item passes. A test has either `bound`s alone for
 * its leaves, or none.
 */
export type Test =
  | { readonly kind: 'present' }
  | { readonly kind: 'all' | 'any'; readonly of: readonly Test[] }
  /** Is one of these, letter by letter. */
  | { readonly kind: 'equals'; readonly values: readonly (string | boolean)[] }
  /** A text with a match; the pattern is one that PostgreSQL and ECMAScript (flag `u`) read the same. */
  | { readonly kind: 'matches'; readonly pattern: string }
  /** A number compared with plain digits, such as `-1.50`, exactly. */
  | { readonly kind: 'number'; readonly operator: Operator; readonly digits: string }
  /** One of these fields of the item passes. */
  | { readonly kind: 'at'; readonly fields: readonly string[]; readonly test: Test }
  | { readonly kind: 'lacks'; readonly field: string }
  /**
   * The first moment of the item (`start`), or the first one after it (`end`): of a date, as precise as it is written,
   * of a moment, or of an object with `start` and `end`, open where one of them is missing.
   */
  | {
      readonly kind: 'bound'
      readonly bound: 'start' | 'end'
      readonly operator: Operator
      /** Milliseconds since 1970. */
      readonly time: number
    }

export const everything: Condition = { kind: 'and', of: [] }
export const nothing: Condition = { kind: 'or', of: [] }

/** All of them; undefined ones count as everything. */
export function allOf(...conditions: readonly (Condition | undefined)[]): Condition {
  const of = conditions.flatMap((one) => (one === undefined ? [] : one.kind === 'and' ? one.of : [one]))
  const [only] = of
  return of.length === 1 && only !== undefined ? only : { kind: 'and', of }
}

/** The value at a dotted path, such as `user.reference`, is this very text or boolean. */
export function fieldIs(path: string, value: string | boolean): Comparison {
  const steps = path.split('.').map((name) => ({ name }))
  return { kind: 'compare', path: [steps], test: { kind: 'equals', values: [value] } }
}
