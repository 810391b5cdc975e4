/** Texts that people type (https://hl7.org/fhir/R4/search.html#string). */
import type { Test } from '../../ports/condition.ts'
import { unescapeValue } from '../escapes.ts'
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

/** Starts with, whatever the case; `:contains` anywhere; `:exact` the whole, case and all. */
export function stringTest(text: string, modifier?: string): Test {
  const test: Test =
    modifier === 'exact'
      ? equals(text)
      : { kind: 'matches', pattern: (modifier === 'contains' ? '' : '^') + toCaselessPattern(text) }
  return any(test, at(textParts, test))
}

/** Characters that mean something in a regular expression. */
const special = /[\\^$.|?*+()[\]{}]/

/** A pattern that matches the text whatever the case of its letters, in every locale of the database. */
export function toCaselessPattern(text: string): string {
  return [...text].map(toCaselessCharacter).join('')
}

function toCaselessCharacter(character: string): string {
  const variants = new Set([character, character.toLowerCase(), character.toUpperCase()])
  const single = [...variants].filter((variant) => [...variant].length === 1)
  if (single.length > 1) return `[${single.join('')}]`
  return special.test(character) ? `\\${character}` : character
}
