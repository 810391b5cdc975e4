/** https://hl7.org/fhir/R4/datatypes.html#dateTime, #date and #instant */
import { Type } from '@sinclair/typebox'

const date = '\\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\\d|3[01]))?)?'
const day = '\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])'
const time = 'T([01]\\d|2[0-3]):[0-5]\\d:([0-5]\\d|60)(\\.\\d{1,9})?(Z|[+-](0\\d|1[0-4]):[0-5]\\d)'

/** A year, a month or a day. */
export const FhirDate = Type.String({ pattern: `^${date}$` })
/** A date, or a moment with its time zone. */
export const DateTime = Type.String({ pattern: `^(${date}|${day}${time})$` })
/** A moment with its time zone. */
export const Instant = Type.String({ pattern: `^${day}${time}$` })
