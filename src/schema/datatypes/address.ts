/** https://hl7.org/fhir/R4/datatypes.html#Address */
import { Type } from '@sinclair/typebox'
import { Element, Text } from './element.ts'
import { OneOf } from './one-of.ts'
import { Period } from './period.ts'

export const Address = Element({
  use: Type.Optional(OneOf('home', 'work', 'temp', 'old', 'billing')),
  type: Type.Optional(OneOf('postal', 'physical', 'both')),
  text: Type.Optional(Text),
  line: Type.Optional(Type.Array(Text)),
  city: Type.Optional(Text),
  district: Type.Optional(Text),
  state: Type.Optional(Text),
  postalCode: Type.Optional(Text),
  country: Type.Optional(Text),
  period: Type.Optional(Period),
})
