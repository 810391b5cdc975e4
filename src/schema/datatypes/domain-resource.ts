/** The fields that FHIR's resources share (https://hl7.org/fhir/R4/domainresource.html); `id` and `meta` are added for every type. */
import { type TObject, type TProperties, Type } from '@sinclair/typebox'
import { Code, Extension, primitiveExtensions, Uri } from './element.ts'
import { Narrative } from './narrative.ts'

const Contained = Type.Object({ resourceType: Type.String() }, { additionalProperties: true })

/** A closed object with the shared fields beside its own. */
export function DomainResource<T extends TProperties>(properties: T): TObject<T> {
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
  ) as unknown as TObject<T>
}
