/** Preconditions of a request (RFC 9110 §13) and its preferences (RFC 7240). */
import { AppError } from '../../kernel/errors.ts'
import type { Conditions } from '../engine-port.ts'

const none: Conditions = {}

/** Of a GET: what the caller has already. */
export function readConditions(headers: Headers): Conditions {
  const ifNoneMatch = headers.get('if-none-match')
  if (ifNoneMatch !== null) return { ifNoneMatch: parseTags(ifNoneMatch, 'If-None-Match') }
  // RFC 9110 §13.1.3: ignored beside If-None-Match, and when it is no date.
  const ifModifiedSince = headers.get('if-modified-since')
  if (ifModifiedSince === null) return none
  const time = Date.parse(ifModifiedSince)
  return Number.isNaN(time) ? none : { ifModifiedSince: time }
}

/** Of a write: what must still hold. */
export function writeConditions(headers: Headers): Conditions {
  const ifMatch = headers.get('if-match')
  const ifNoneMatch = headers.get('if-none-match')
  if (ifMatch === null && ifNoneMatch === null) return none
  return {
    ...(ifMatch !== null && { ifMatch: parseTags(ifMatch, 'If-Match') }),
    ...(ifNoneMatch !== null && { ifNoneMatch: parseTags(ifNoneMatch, 'If-None-Match') }),
  }
}

/** `*`, `W/"5"`, `"5"`, several with commas; a bare `5`, too, because clients send it. */
function parseTags(text: string, header: string): '*' | readonly string[] {
  if (text.trim() === '*') return '*'
  const tags = text.split(',').map((tag) => /^\s*(?:(?:W\/)?"([\w.-]{1,64})"|([\w.-]{1,64}))\s*$/.exec(tag))
  if (tags.length > 20 || tags.includes(null)) {
    throw new AppError('invalid', 'bad-header', `${header} must be * or version ids, such as W/"12"`)
  }
  return tags.map((tag) => tag?.[1] ?? tag?.[2] ?? '')
}

export interface Preferences {
  readonly return?: 'minimal' | 'representation' | 'OperationOutcome'
  readonly isStrict: boolean
}

const noPreferences: Preferences = { isStrict: false }

/** https://hl7.org/fhir/R4/http.html#ops; what is not understood is ignored (RFC 7240 §2). */
export function readPreferences(headers: Headers): Preferences {
  const text = headers.get('prefer')
  if (text === null) return noPreferences
  const wanted = /(?:^|[,;])\s*return\s*=\s*"?(minimal|representation|OperationOutcome)"?\s*(?:$|[,;])/i.exec(
    text,
  )?.[1]
  const known = (['minimal', 'representation', 'OperationOutcome'] as const).find(
    (one) => one.toLowerCase() === wanted?.toLowerCase(),
  )
  const isStrict = /(?:^|[,;])\s*handling\s*=\s*"?strict"?\s*(?:$|[,;])/i.test(text)
  return known === undefined ? { isStrict } : { return: known, isStrict }
}
