/** https://hl7.org/fhir/R4/datatypes.html#dateTime, #date and #instant. Only days that the calendar has. */
import { Type } from '@sinclair/typebox'

// Not 0000; without looking ahead, which PostgreSQL takes twice as long for.
const year = '([1-9]\\d{3}|0[1-9]\\d\\d|00[1-9]\\d|000[1-9])'
const leapYear = '(\\d\\d(0[48]|[2468][048]|[13579][26])|(0[48]|[2468][048]|[13579][26])00)'
const monthDay =
  '(02-(0[1-9]|1\\d|2[0-8])|(0[469]|11)-(0[1-9]|[12]\\d|30)|(0[13578]|1[02])-(0[1-9]|[12]\\d|3[01]))'
const day = `(${year}-${monthDay}|${leapYear}-02-29)`
const date = `(${year}(-(0[1-9]|1[0-2]))?|${day})`
const time = 'T([01]\\d|2[0-3]):[0-5]\\d:([0-5]\\d|60)(\\.\\d{1,9})?(Z|[+-](0\\d|1[0-4]):[0-5]\\d)'

/** PostgreSQL reads it the same. */
export const dateTimePattern = `^(${date}|${day}${time})$`
/** A year, a month or a day. */
export const FhirDate = Type.String({ pattern: `^${date}$`, examples: ['1974-12-25', '1974-12'] })
/** A date, or a moment with its time zone. */
export const DateTime = Type.String({
  pattern: dateTimePattern,
  examples: ['2026-03-14T10:00:00+01:00', '2026-03-14'],
})
/** A moment with its time zone. */
export const Instant = Type.String({
  pattern: `^${day}${time}$`,
  examples: ['2026-03-14T10:00:00.000Z'],
})
/** A day, as JSON Schema's format `date` wants it. */
export const dayPattern = `^${day}$`
