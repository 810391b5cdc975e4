/** Texts that people type (https://hl7.org/fhir/R4/search.html#string). */
import type { Test } from '../../ports/condition.ts'
import { unescapeValue } from '../escapes.ts'
import { toFoldedPattern } from '../folded-pattern.ts'
import { any, at, equals, parameterType } from '../parameter-type.ts'

/** The parts of HumanName, Address, CodeableConcept and Coding that a person would type. */
const textParts = [
  ...['family', 'given', 'prefix', 'suffix', 'text'],
  ...['line', 'city', 'district', 'state', 'postalCode', 'country'],
  'display',
]

export const string = parameterType({
  modifiers: ['exact', 'contains'],
  parse: unescapeValue,
  test: stringTest,
})

/** Starts with, whatever the case and the accents; `:contains` anywhere; `:exact` the whole, case, accents and all. */
export function stringTest(text: string, modifier?: string): Test {
  const test: Test =
    modifier === 'exact'
      ? equals(text)
      : { kind: 'matches', pattern: (modifier === 'contains' ? '' : '^') + toFoldedPattern(text) }
  return any(test, at(textParts, test))
}
