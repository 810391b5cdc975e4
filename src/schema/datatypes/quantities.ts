/** Data types of FHIR R4 for what is measured, paid and noted. */
import { Type } from '@sinclair/typebox'
import { Reference } from '../reference.ts'
import { DateTime } from './date-time.ts'
import { Code, Element, OneOf, Text, Uri } from './element.ts'

const quantityFields = {
  value: Type.Optional(Type.Number()),
  unit: Type.Optional(Text),
  system: Type.Optional(Uri),
  code: Type.Optional(Code),
}

/** https://hl7.org/fhir/R4/datatypes.html#Quantity */
export const Quantity = Element({
  ...quantityFields,
  comparator: Type.Optional(OneOf('<', '<=', '>=', '>')),
})

const SimpleQuantity = Element(quantityFields)

/** https://hl7.org/fhir/R4/datatypes.html#Range */
export const Range = Element({ low: Type.Optional(SimpleQuantity), high: Type.Optional(SimpleQuantity) })

/** https://hl7.org/fhir/R4/datatypes.html#Ratio */
export const Ratio = Element({ numerator: Type.Optional(Quantity), denominator: Type.Optional(Quantity) })

/** https://hl7.org/fhir/R4/datatypes.html#Money; the currency is an ISO 4217 code. */
export const Money = Element({
  value: Type.Optional(Type.Number()),
  currency: Type.Optional(Type.String({ pattern: '^[A-Z]{3}$' })),
})

/** https://hl7.org/fhir/R4/datatypes.html#Annotation */
export const Annotation = Element({
  authorReference: Type.Optional(Reference('Practitioner', 'Patient', 'RelatedPerson', 'Organization')),
  authorString: Type.Optional(Text),
  time: Type.Optional(DateTime),
  text: Text,
})
