/** What the resources of FHIR R4 share. */
import { type TProperties, Type } from '@sinclair/typebox'
import { Instant } from './date-time.ts'
import { Code, Element, Extension, OneOf, primitiveExtensions, Uri } from './element.ts'
import { Coding } from './general-purpose.ts'

/** https://hl7.org/fhir/R4/resource.html#Meta, with `createdAt` for the moment of the first write. */
export const Meta = Element({
  versionId: Type.Optional(Type.String({ maxLength: 64 })),
  lastUpdated: Type.Optional(Instant),
  createdAt: Type.Optional(Instant),
  source: Type.Optional(Uri),
  profile: Type.Optional(Type.Array(Uri)),
  security: Type.Optional(Type.Array(Coding)),
  tag: Type.Optional(Type.Array(Coding)),
})

/** https://hl7.org/fhir/R4/narrative.html. The XHTML is kept as text and never rendered by the server. */
export const Narrative = Element({
  status: OneOf('generated', 'extensions', 'additional', 'empty'),
  div: Type.String({ minLength: 1 }),
})

const Contained = Type.Object({ resourceType: Type.String() }, { additionalProperties: true })

/**
 * A closed object with the fields of https://hl7.org/fhir/R4/domainresource.html beside its own; `id` and `meta` are added
 * for every type.
 */
export function DomainResource<T extends TProperties>(properties: T) {
  const common = {
    implicitRules: Type.Optional(Uri),
    language: Type.Optional(Code),
    text: Type.Optional(Narrative),
    contained: Type.Optional(Type.Array(Contained)),
    extension: Type.Optional(Type.Array(Extension)),
    modifierExtension: Type.Optional(Type.Array(Extension)),
  }
  return Type.Object(
    { ...common, ...properties },
    { additionalProperties: false, patternProperties: primitiveExtensions },
  )
}
