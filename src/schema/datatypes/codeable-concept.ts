/** https://hl7.org/fhir/R4/datatypes.html#CodeableConcept */
import { Type } from '@sinclair/typebox'
import { Coding } from './coding.ts'
import { Element, Text } from './element.ts'

export const CodeableConcept = Element({
  coding: Type.Optional(Type.Array(Coding)),
  text: Type.Optional(Text),
})
