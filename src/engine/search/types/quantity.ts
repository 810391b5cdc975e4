/** Quantities with their units (https://hl7.org/fhir/R4/search.html#quantity). Units are compared, not converted. */
import type { Test } from '../../ports/condition.ts'
import { splitUnescaped, unescapeValue } from '../escapes.ts'
import { all, at, equals, parameterType } from '../parameter-type.ts'
import { type NumberValue, numberTest, parseNumberValue } from './number.ts'

export interface QuantityValue extends NumberValue {
  /** Undefined: any. */
  readonly system?: string
  readonly code?: string
}

export const quantity = parameterType({
  examples: '5.4, 5.4||mg or 5.4|system|code',
  parse: parseQuantityValue,
  test: quantityTest,
})

/** `5.4`, `5.4|system|code`, or `5.4||code`, which is a code of any system or a unit as it is written. */
export function parseQuantityValue(text: string): QuantityValue | null {
  const parts = splitUnescaped(text, '|').map(unescapeValue)
  const [value = '', system = '', code = ''] = parts
  const number = parts.length === 1 || parts.length === 3 ? parseNumberValue(value) : null
  if (number === null) return null
  return { ...number, ...(system === '' ? {} : { system }), ...(code === '' ? {} : { code }) }
}

/** The comparator of a stored quantity (`<5 mg`) does not count. */
export function quantityTest({ system, code, ...number }: QuantityValue): Test {
  return all(
    at('value', numberTest(number)),
    ...(system === undefined ? [] : [at('system', equals(system))]),
    ...(code === undefined ? [] : [at(system === undefined ? ['code', 'unit'] : 'code', equals(code))]),
  )
}
