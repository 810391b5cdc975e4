/**
 * What a document is found by: the values of its search parameters in the form in which they are compared. engine/search
 * makes the entries of documents and the probes of criteria, so that both mean the same; storage keeps and looks up entries
 * and knows nothing of what they mean.
 */
import type { JsonObject } from '../../kernel/json.ts'
import type { Test } from './condition.ts'

/** How a parameter's values are ordered: texts byte by byte, spans of time by their first moment, numbers by size. */
export type IndexKind = 'key' | 'span' | 'number'

export interface KeyEntry {
  readonly kind: 'key'
  readonly parameter: string
  /** At most 400 bytes of UTF-8, without NUL. */
  readonly value: string
}

/** Keys from `from` on, before `to`, byte by byte: what a parameter is sorted by. Others only lead to documents. */
export const sortedKeys = { from: '#', to: '>' }

/** Milliseconds since 1970: from `start` on, to before `end`; infinite where it is open. */
export interface SpanEntry {
  readonly kind: 'span'
  readonly parameter: string
  readonly start: number
  readonly end: number
}

export interface NumberEntry {
  readonly kind: 'number'
  readonly parameter: string
  /** Plain digits, such as `-1.50`; up to about 1000. */
  readonly digits: string
  /** What the unit of a quantity can be asked for by: up to four, each of at most 200 bytes. */
  readonly units?: readonly string[]
}

export type IndexEntry = KeyEntry | SpanEntry | NumberEntry

export interface IndexedDocument {
  /** Without repetitions. */
  readonly entries: readonly IndexEntry[]
  /** Parameters whose path leads to an item, whether or not that has a value that can be searched for. */
  readonly present: readonly string[]
}

export interface IndexedParameter {
  readonly name: string
  readonly kind: IndexKind
  /** Another one when the same document would have other entries. */
  readonly fingerprint: string
}

export interface Indexer {
  /** Those that have entries. Not among them: what is found by columns of the store (`_id`, `_lastUpdated`). */
  readonly parametersOf: (type: string) => readonly IndexedParameter[]
  readonly index: (type: string, document: JsonObject) => IndexedDocument
  /** The same with pauses in between, for a large one. */
  readonly indexInSlices: (type: string, document: JsonObject) => Promise<IndexedDocument>
  /** Of a document as JSON text. */
  readonly indexText: (type: string, text: string) => IndexedDocument
}

/** Of `_id` (keys) and `_lastUpdated` (spans) too. */
export interface Probe {
  readonly parameter: string
  /** False: the entries lead to more documents than those of which the comparison holds, but to all of them. */
  readonly isExact: boolean
  readonly of: ProbeTest
}

/** What one entry of the parameter must be like. */
export type ProbeTest =
  /** One of these keys. */
  | { readonly kind: 'keys'; readonly values: readonly string[] }
  /** A key that begins with one of these, or has one of these in it. */
  | { readonly kind: 'prefix' | 'infix'; readonly values: readonly string[] }
  /** `test` is made of `all`, `any` and `bound`. */
  | { readonly kind: 'spans'; readonly test: Test }
  /** `tests`: one of them, each of `all`, `any` and `number`; with all of its units among those of the entry. */
  | {
      readonly kind: 'numbers'
      readonly tests: readonly { readonly test: Test; readonly units: readonly string[] }[]
    }
  /** `present` of the document has the parameter. */
  | { readonly kind: 'present' }
