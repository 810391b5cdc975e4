/** https://hl7.org/fhir/R4/datatypes.html#HumanName */
import { Type } from '@sinclair/typebox'
import { Element, Text } from './element.ts'
import { OneOf } from './one-of.ts'
import { Period } from './period.ts'

export const HumanName = Element({
  use: Type.Optional(OneOf('usual', 'official', 'temp', 'nickname', 'anonymous', 'old', 'maiden')),
  text: Type.Optional(Text),
  family: Type.Optional(Text),
  given: Type.Optional(Type.Array(Text)),
  prefix: Type.Optional(Type.Array(Text)),
  suffix: Type.Optional(Type.Array(Text)),
  period: Type.Optional(Period),
})
