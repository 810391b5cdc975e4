/** Texts that people type (https://hl7.org/fhir/R4/search.html#string). */
import type { Test } from '../../ports/condition.ts'
import { unescapeValue } from '../escapes.ts'
import { toFolded, toFoldedPattern, toFoldedQuery } from '../folded-pattern.ts'
import { toKeyParts } from '../index-key.ts'
import { textsAt, textsOf } from '../items.ts'
import { beginsWith, oneOfKeys } from '../matches.ts'
import { any, at, equals, type Match, parameterType } from '../parameter-type.ts'

/** The parts of HumanName, Address, CodeableConcept and Coding that a person would type. */
const textParts: readonly string[] = [
  ...['family', 'given', 'prefix', 'suffix', 'text'],
  ...['line', 'city', 'district', 'state', 'postalCode', 'country'],
  'display',
]

export const string = parameterType({
  modifiers: ['exact', 'contains'],
  parse: unescapeValue,
  test: stringTest,
  match: toMatch,
  kind: 'key',
  version: 1,
  addEntries(item, sink) {
    for (const text of textsOf(item)) sink.key(`=${toFolded(text)}`)
    if (typeof item.value !== 'object') return
    for (const part of textParts) for (const text of textsAt(item, part)) sink.key(`=${toFolded(text)}`)
  },
  keyOf: (value) => (typeof value === 'string' ? `=${toFolded(value)}` : undefined),
  fields: textParts,
})

/** Starts with, whatever the case and the accents; `:contains` anywhere; `:exact` the whole, case, accents and all. */
export function stringTest(text: string, modifier?: string): Test {
  const test: Test =
    modifier === 'exact'
      ? equals(text)
      : { kind: 'matches', pattern: toFoldedPattern(toFoldedQuery(text), placeOf(modifier)) }
  return any(test, at(textParts, test))
}

function placeOf(modifier: string | undefined) {
  return modifier === 'contains' ? 'anywhere' : 'start'
}

function toMatch(text: string, modifier?: string): Match {
  // The case and the accents are the document's to tell.
  if (modifier === 'exact') return oneOfKeys(`=${toFolded(text)}`, false)
  if (modifier !== 'contains') return beginsWith(`=${toFoldedQuery(text)}`)
  return { isExact: false, of: { kind: 'infix', values: toKeyParts(toFoldedQuery(text)) } }
}
