/** https://hl7.org/fhir/R4/resource.html#Meta, with `createdAt` for the moment of the first write. */
import { Type } from '@sinclair/typebox'
import { Coding } from './coding.ts'
import { Instant } from './date-time.ts'
import { Element, Uri } from './element.ts'

export const Meta = Element({
  versionId: Type.Optional(Type.String({ maxLength: 64 })),
  lastUpdated: Type.Optional(Instant),
  createdAt: Type.Optional(Instant),
  source: Type.Optional(Uri),
  profile: Type.Optional(Type.Array(Uri)),
  security: Type.Optional(Type.Array(Coding)),
  tag: Type.Optional(Type.Array(Coding)),
})
