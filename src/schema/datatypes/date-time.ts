/** https://hl7.org/fhir/R4/datatypes.html#dateTime, #date and #instant. Only days that the calendar has. */
import { Type } from '@sinclair/typebox'

const year = '(?!0000)\\d{4}'
const leapYear = '(\\d\\d(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)'
const monthDay =
  '(02-(0[1-9]|1\\d|2[0-8])|(0[469]|11)-(0[1-9]|[12]\\d|30)|(0[13578]|1[02])-(0[1-9]|[12]\\d|3[01]))'
const day = `(${year}-${monthDay}|(?!0000)${leapYear}-02-29)`
const date = `(${year}(-(0[1-9]|1[0-2]))?|${day})`
const time = 'T([01]\\d|2[0-3]):[0-5]\\d:([0-5]\\d|60)(\\.\\d{1,9})?(Z|[+-](0\\d|1[0-4]):[0-5]\\d)'

/** The forms of a moment by how precise they are, each as a pattern that PostgreSQL reads the same. */
export const momentPatterns = {
  year: `^${year}$`,
  month: `^${year}-(0[1-9]|1[0-2])$`,
  day: `^${day}$`,
  instant: `^${day}${time}$`,
} as const

/** A year, a month or a day. */
export const FhirDate = Type.String({ pattern: `^${date}$` })
/** A date, or a moment with its time zone. */
export const DateTime = Type.String({ pattern: `^(${date}|${day}${time})$` })
/** A moment with its time zone. */
export const Instant = Type.String({ pattern: momentPatterns.instant })
/** A day, as JSON Schema's format `date` wants it. */
export const dayPattern = momentPatterns.day
