/** What a type of search parameters is (https://hl7.org/fhir/R4/search.html#ptypes): one file each in types/. */
import type { Test } from '../ports/condition.ts'

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

export interface ParameterType {
  /** Beside `missing`, which every type has. */
  readonly modifiers: readonly string[]
  /** The name of a resource type may stand as the modifier. */
  readonly takesTypes?: boolean
  /** A value or two, for who wrote one that cannot be meant. */
  readonly examples?: string
  /** What an item at the parameter's path must be like. Null: the value cannot be meant. */
  readonly toTest: (text: string, context: ValueContext) => Test | null
}

/** A type by its two halves: the text of a value becomes the value, and the value a test. */
export function parameterType<Value>(type: {
  readonly modifiers?: readonly string[]
  readonly takesTypes?: boolean
  readonly examples?: string
  /** Null: the value cannot be meant. */
  readonly parse: (text: string, context: ValueContext) => Value | null
  readonly test: (value: Value, modifier?: string, ignoreCase?: boolean) => Test
}): ParameterType {
  return {
    modifiers: type.modifiers ?? [],
    takesTypes: type.takesTypes ?? false,
    examples: type.examples,
    toTest(text, context) {
      const value = text === '' ? null : type.parse(text, context)
      return value === null ? null : type.test(value, context.modifier, context.ignoreCase)
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
