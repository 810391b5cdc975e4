/** Moments as spans of time, as long as they are precise: `2024-03` is a month (https://hl7.org/fhir/R4/search.html#date). */
import type { JsonValue } from '../../kernel/json.ts'
import { isJsonObject } from '../../kernel/json.ts'
import { dateTimePattern, dayPattern } from '../../schema/datatypes/date-time.ts'

/** From `start` on, to before `end`; milliseconds since 1970. */
export interface Span {
  readonly start: number
  readonly end: number
}

const stored = new RegExp(dateTimePattern)
const day = new RegExp(dayPattern)
const parts =
  /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|[+-]\d\d:\d\d)?)?)?)?$/

/** A moment of a query: seconds and time zone may be left out, UTC is meant then. Null: none. */
export function parseSpan(text: string): Span | null {
  // A plus sign that was not escaped arrives as a space.
  const match = parts.exec(text.replace(' ', '+'))
  if (match === null) return null
  const [, year = '', month, date, hour, minute, second, fraction, zone = 'Z'] = match
  const isReal = hour === undefined || (Number(hour) < 24 && Number(minute) < 60 && Number(second ?? 0) <= 60)
  const calendarDay = `${year}-${month ?? '01'}-${date ?? '01'}`
  if (!isReal || !day.test(calendarDay) || !/^(Z|[+-](0\d|1[0-4]):[0-5]\d)$/.test(zone)) return null
  const [y, m, d] = [Number(year), Number(month ?? 1) - 1, Number(date ?? 1)]
  if (month === undefined) return { start: utc(y, 0, 1), end: utc(y + 1, 0, 1) }
  if (date === undefined) return { start: utc(y, m, 1), end: utc(y, m + 1, 1) }
  if (hour === undefined) return { start: utc(y, m, d), end: utc(y, m, d + 1) }
  const seconds = Number(hour) * 3600 + Number(minute) * 60 + Number(second ?? 0) - offsetSeconds(zone)
  const start = utc(y, m, d) + seconds * 1000 + Number((fraction ?? '').slice(0, 3).padEnd(3, '0'))
  return { start, end: start + (second === undefined ? 60_000 : fraction === undefined ? 1000 : 1) }
}

/** `Date.UTC` takes the years 0 to 99 for those of the last century. */
function utc(year: number, month: number, date: number): number {
  return new Date(0).setUTCFullYear(year, month, date)
}

function offsetSeconds(zone: string): number {
  if (zone === 'Z') return 0
  const [hours = 0, minutes = 0] = zone.slice(1).split(':').map(Number)
  return (zone.startsWith('-') ? -1 : 1) * (hours * 3600 + minutes * 60)
}

/**
 * The span of a stored date, dateTime, instant or Period; a Period is open where it has no start or no end. Undefined for
 * everything else, so for text that only looks like a date, and for a Period that ends before it starts.
 */
export function toSpan(item: JsonValue): Span | undefined {
  if (typeof item === 'string') return readStored(item)
  if (!isJsonObject(item) || (item.start === undefined && item.end === undefined)) return undefined
  const start = item.start === undefined ? { start: Number.NEGATIVE_INFINITY } : readStored(item.start)
  const end = item.end === undefined ? { end: Number.POSITIVE_INFINITY } : readStored(item.end)
  if (start === undefined || end === undefined || start.start >= end.end) return undefined
  return { start: start.start, end: end.end }
}

function readStored(value: JsonValue): Span | undefined {
  if (typeof value !== 'string' || !stored.test(value)) return undefined
  return parseSpan(value) ?? undefined
}
