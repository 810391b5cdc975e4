/** https://hl7.org/fhir/R4/datatypes.html#Identifier */
import { Type } from '@sinclair/typebox'
import { Reference } from '../reference.ts'
import { CodeableConcept } from './codeable-concept.ts'
import { Element, Text, Uri } from './element.ts'
import { OneOf } from './one-of.ts'
import { Period } from './period.ts'

export const Identifier = Element({
  use: Type.Optional(OneOf('usual', 'official', 'temp', 'secondary', 'old')),
  type: Type.Optional(CodeableConcept),
  system: Type.Optional(Uri),
  value: Type.Optional(Text),
  period: Type.Optional(Period),
  assigner: Type.Optional(Reference('Organization')),
})
