/** What a type of search parameters is made of (https://hl7.org/fhir/R4/search.html#ptypes): one file each in types/. */
import type { Test } from '../ports/condition.ts'
import type { IndexKind, Probe } from '../ports/search-index.ts'
import type { Item } from './items.ts'

export interface ValueContext {
  /** Of the parameter's name; `missing` and, where the type has it, `not` are dealt with already. */
  readonly modifier: string | undefined
  /** Of a definition: `ignoreCase`. */
  readonly ignoreCase?: boolean
  /** References that start with it are relative ones. */
  readonly baseUrl: string
  /** Milliseconds since 1970, for what is approximately a date. */
  readonly now: number
}

/** How the entries of a document lead to it, without the parameter. */
export type Match = Omit<Probe, 'parameter'>

export interface Meaning {
  /** What an item at the parameter's path must be like. */
  readonly test: Test
  /** What one of its entries must be like, to the same end. */
  readonly match: Match
}

/** Where the entries of an item go. Texts are bounded there, and what comes twice is left out. */
export interface EntrySink {
  readonly key: (text: string) => void
  readonly span: (start: number, end: number) => void
  readonly number: (digits: string, units?: readonly string[]) => void
  /** Whether pairs of values of one item may be made: false when there are far too many. */
  readonly mayPair: () => boolean
}

export interface ParameterType {
  /** Beside `missing`, which every type has. */
  readonly modifiers: readonly string[]
  /** The name of a resource type may stand as the modifier. */
  readonly takesTypes?: boolean
  /** A value or two, for who wrote one that cannot be meant. */
  readonly examples?: string
  /** Null: the value cannot be meant. */
  readonly toMeaning: (text: string, context: ValueContext) => Meaning | null
  readonly kind: IndexKind
  /** Another one when the same item gives other entries. */
  readonly version: number
  /** What an item (not a list) at the parameter's path is found by. */
  readonly addEntries: (item: Item, sink: EntrySink, ignoreCase: boolean) => void
  /** The key of every item that is this very value. Undefined: not all of them have one. */
  readonly keyOf?: (value: string | boolean, ignoreCase: boolean) => string | undefined
  /** Fields of an item whose texts have keys as an item has. */
  readonly fields?: readonly string[]
}

/** A type by its halves: the text of a value becomes the value, the value a test of items and what entries must be like. */
export function parameterType<Value>(type: {
  readonly modifiers?: readonly string[]
  readonly takesTypes?: boolean
  readonly examples?: string
  /** Null: the value cannot be meant. */
  readonly parse: (text: string, context: ValueContext) => Value | null
  readonly test: (value: Value, modifier?: string, ignoreCase?: boolean) => Test
  readonly match: (value: Value, modifier?: string, ignoreCase?: boolean) => Match
  readonly kind: IndexKind
  readonly version: number
  readonly addEntries: ParameterType['addEntries']
  readonly keyOf?: ParameterType['keyOf']
  readonly fields?: ParameterType['fields']
}): ParameterType {
  const { kind, version, addEntries, keyOf, fields } = type
  return {
    modifiers: type.modifiers ?? [],
    takesTypes: type.takesTypes ?? false,
    examples: type.examples,
    ...{ kind, version, addEntries, keyOf, fields },
    toMeaning(text, context) {
      const value = text === '' ? null : type.parse(text, context)
      if (value === null) return null
      const { modifier, ignoreCase } = context
      return { test: type.test(value, modifier, ignoreCase), match: type.match(value, modifier, ignoreCase) }
    },
  }
}

/** Short forms of the tests that types are made of. */
export const equals = (...values: (string | boolean)[]): Test => ({ kind: 'equals', values })
export const at = (fields: string | readonly string[], test: Test): Test => ({
  kind: 'at',
  fields: typeof fields === 'string' ? [fields] : fields,
  test,
})
export const all = (...of: readonly Test[]): Test => ({ kind: 'all', of })
export const any = (...of: readonly Test[]): Test => ({ kind: 'any', of })
