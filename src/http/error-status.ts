/** The one table of the REST surface: an error's category → HTTP status and FHIR issue type (R4 valueset-issue-type). */
import type { ErrorCategory } from '../kernel/errors.ts'

export const errorStatus: Readonly<
  Record<ErrorCategory, { readonly status: number; readonly issueType: string }>
> = {
  invalid: { status: 400, issueType: 'invalid' },
  unauthenticated: { status: 401, issueType: 'login' },
  forbidden: { status: 403, issueType: 'forbidden' },
  'not-found': { status: 404, issueType: 'not-found' },
  'not-offered': { status: 405, issueType: 'not-supported' },
  'no-common-format': { status: 406, issueType: 'not-supported' },
  conflict: { status: 409, issueType: 'conflict' },
  deleted: { status: 410, issueType: 'deleted' },
  precondition: { status: 412, issueType: 'conflict' },
  'too-large': { status: 413, issueType: 'too-long' },
  'unknown-format': { status: 415, issueType: 'not-supported' },
  unprocessable: { status: 422, issueType: 'invalid' },
  'too-many': { status: 429, issueType: 'throttled' },
  exception: { status: 500, issueType: 'exception' },
  'not-supported': { status: 501, issueType: 'not-supported' },
  transient: { status: 503, issueType: 'transient' },
}
