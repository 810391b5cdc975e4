/** https://hl7.org/fhir/R4/narrative.html. The XHTML is kept as text and never rendered by the server. */
import { Type } from '@sinclair/typebox'
import { Element } from './element.ts'
import { OneOf } from './one-of.ts'

export const Narrative = Element({
  status: OneOf('generated', 'extensions', 'additional', 'empty'),
  div: Type.String({ minLength: 1 }),
})
