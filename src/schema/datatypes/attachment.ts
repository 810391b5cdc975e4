/** https://hl7.org/fhir/R4/datatypes.html#Attachment */
import { Type } from '@sinclair/typebox'
import { DateTime } from './date-time.ts'
import { Code, Element, Text, Uri } from './element.ts'

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
