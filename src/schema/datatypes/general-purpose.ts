/** General-purpose data types of FHIR R4. */
import { Type } from '@sinclair/typebox'
import { Reference } from '../reference.ts'
import { DateTime } from './date-time.ts'
import { Code, Element, OneOf, Text, Uri } from './element.ts'

/** https://hl7.org/fhir/R4/datatypes.html#Period */
export const Period = Element({ start: Type.Optional(DateTime), end: Type.Optional(DateTime) })

/** https://hl7.org/fhir/R4/datatypes.html#Coding */
export const Coding = Element({
  system: Type.Optional(Uri),
  version: Type.Optional(Text),
  code: Type.Optional(Code),
  display: Type.Optional(Text),
  userSelected: Type.Optional(Type.Boolean()),
})

/** https://hl7.org/fhir/R4/datatypes.html#CodeableConcept */
export const CodeableConcept = Element({
  coding: Type.Optional(Type.Array(Coding)),
  text: Type.Optional(Text),
})

/** https://hl7.org/fhir/R4/datatypes.html#Identifier */
export const Identifier = Element({
  use: Type.Optional(OneOf('usual', 'official', 'temp', 'secondary', 'old')),
  type: Type.Optional(CodeableConcept),
  system: Type.Optional(Uri),
  value: Type.Optional(Text),
  period: Type.Optional(Period),
  assigner: Type.Optional(Reference('Organization')),
})

/** https://hl7.org/fhir/R4/datatypes.html#HumanName */
export const HumanName = Element({
  use: Type.Optional(OneOf('usual', 'official', 'temp', 'nickname', 'anonymous', 'old', 'maiden')),
  text: Type.Optional(Text),
  family: Type.Optional(Text),
  given: Type.Optional(Type.Array(Text)),
  prefix: Type.Optional(Type.Array(Text)),
  suffix: Type.Optional(Type.Array(Text)),
  period: Type.Optional(Period),
})

/** https://hl7.org/fhir/R4/datatypes.html#Address */
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

/** https://hl7.org/fhir/R4/datatypes.html#ContactPoint */
export const ContactPoint = Element({
  system: Type.Optional(OneOf('phone', 'fax', 'email', 'pager', 'url', 'sms', 'other')),
  value: Type.Optional(Text),
  use: Type.Optional(OneOf('home', 'work', 'temp', 'old', 'mobile')),
  rank: Type.Optional(Type.Integer({ minimum: 1 })),
  period: Type.Optional(Period),
})

/** https://hl7.org/fhir/R4/datatypes.html#Attachment */
export const Attachment = Element({
  contentType: Type.Optional(Code),
  language: Type.Optional(Code),
  data: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9+/\\s]*=*\\s*$' })),
  url: Type.Optional(Uri),
  size: Type.Optional(Type.Integer({ minimum: 0 })),
  hash: Type.Optional(Text),
  title: Type.Optional(Text),
  creation: Type.Optional(DateTime),
})
