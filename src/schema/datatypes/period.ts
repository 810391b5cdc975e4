/** https://hl7.org/fhir/R4/datatypes.html#Period */
import { Type } from '@sinclair/typebox'
import { DateTime } from './date-time.ts'
import { Element } from './element.ts'

export const Period = Element({ start: Type.Optional(DateTime), end: Type.Optional(DateTime) })
