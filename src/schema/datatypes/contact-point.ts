/** https://hl7.org/fhir/R4/datatypes.html#ContactPoint */
import { Type } from '@sinclair/typebox'
import { Element, Text } from './element.ts'
import { OneOf } from './one-of.ts'
import { Period } from './period.ts'

export const ContactPoint = Element({
  system: Type.Optional(OneOf('phone', 'fax', 'email', 'pager', 'url', 'sms', 'other')),
  value: Type.Optional(Text),
  use: Type.Optional(OneOf('home', 'work', 'temp', 'old', 'mobile')),
  rank: Type.Optional(Type.Integer({ minimum: 1 })),
  period: Type.Optional(Period),
})
