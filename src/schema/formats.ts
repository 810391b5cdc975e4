/** The `format`s that schemas may use; a format that is not here is an error of the schema. */
import { DateTime, dayPattern, FhirDate, Instant } from './datatypes/date-time.ts'

export const formats: Readonly<Record<string, RegExp>> = {
  date: new RegExp(dayPattern),
  time: /^([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d{1,9})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)?$/,
  'date-time': new RegExp(Instant.pattern as string),
  'fhir-date': new RegExp(FhirDate.pattern as string),
  'fhir-date-time': new RegExp(DateTime.pattern as string),
  email: /^[^\s@]{1,64}@[^\s@]{1,255}$/,
  uri: /^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"{}|\\^`]*$/,
  'uri-reference': /^[^\s<>"{}|\\^`]*$/,
  uuid: /^[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$/,
}
