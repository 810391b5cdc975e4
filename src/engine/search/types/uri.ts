/** URIs, whole and with their case (https://hl7.org/fhir/R4/search.html#uri). */
import type { Test } from '../../ports/condition.ts'
import { unescapeValue } from '../escapes.ts'
import { textsOf } from '../items.ts'
import { oneOfKeys, textKey } from '../matches.ts'
import { equals, parameterType } from '../parameter-type.ts'

export const uri = parameterType({
  parse: unescapeValue,
  test: uriTest,
  match: (value) => oneOfKeys(`=${value}`),
  kind: 'key',
  version: 1,
  addEntries(item, sink) {
    for (const text of textsOf(item)) sink.key(`=${text}`)
  },
  keyOf: textKey,
})

export function uriTest(value: string): Test {
  return equals(value)
}
