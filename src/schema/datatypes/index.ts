/** The FHIR R4 data types that schema files can use (https://hl7.org/fhir/R4/datatypes.html). */
export { DateTime, FhirDate, Instant } from './date-time.ts'
export { AnyObject, AnyValue, Code, Element, Extension, OneOf, Text, Uri } from './element.ts'
export {
  Address,
  Attachment,
  CodeableConcept,
  Coding,
  ContactPoint,
  HumanName,
  Identifier,
  Period,
} from './general-purpose.ts'
export { Annotation, Money, Quantity, Range, Ratio } from './quantities.ts'
export { DomainResource, Meta, Narrative } from './resource.ts'
