/** URIs, whole and with their case (https://hl7.org/fhir/R4/search.html#uri). */
import type { Test } from '../../ports/condition.ts'
import { unescapeValue } from '../escapes.ts'
import { equals, parameterType } from '../parameter-type.ts'

export const uri = parameterType({ parse: unescapeValue, test: uriTest })

export function uriTest(value: string): Test {
  return equals(value)
}
