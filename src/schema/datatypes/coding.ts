/** https://hl7.org/fhir/R4/datatypes.html#Coding */
import { Type } from '@sinclair/typebox'
import { Code, Element, Text, Uri } from './element.ts'

export const Coding = Element({
  system: Type.Optional(Uri),
  version: Type.Optional(Text),
  code: Type.Optional(Code),
  display: Type.Optional(Text),
  userSelected: Type.Optional(Type.Boolean()),
})
