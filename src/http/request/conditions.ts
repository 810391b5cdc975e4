/** What the headers of a request ask of its answer: preconditions (RFC 9110 §13) and preferences (RFC 7240). */

import type { Conditions } from '../../engine/preconditions.ts'
import { AppError } from '../../kernel/errors.ts'

const none: Conditions = {}

/** Of a GET: which version the caller has already, and how strict it is about parameters. */
export function readConditions(headers: Headers): Conditions {
  const ifNoneMatch = headers.get('if-none-match')
  const ifModifiedSince = headers.get('if-modified-since')
  const prefer = headers.get('prefer')
  if (ifNoneMatch === null && ifModifiedSince === null && prefer === null) return none
  const time = ifModifiedSince === null ? Number.NaN : Date.parse(ifModifiedSince)
  return {
    ...(ifNoneMatch !== null && { ifNoneMatch }),
    // RFC 9110 §13.1.3: ignored beside If-None-Match, and when it is no date.
    ...(ifNoneMatch === null && !Number.isNaN(time) && { ifModifiedSince: time }),
    ...parsePrefer(prefer),
  }
}

/** Of a write: what must still hold, and what shall be answered. */
export function writeConditions(headers: Headers): Conditions {
  // RFC 9110 §13.1.4: whoever sends it relies on it; a version is the exact way to say the same.
  if (headers.has('if-unmodified-since')) {
    throw new AppError(
      'not-supported',
      'not-supported',
      'If-Unmodified-Since is not supported; send If-Match',
    )
  }
  const ifMatch = headers.get('if-match')
  const ifNoneMatch = headers.get('if-none-match')
  const prefer = headers.get('prefer')
  if (ifMatch === null && ifNoneMatch === null && prefer === null) return none
  return {
    ...(ifMatch !== null && { ifMatch }),
    ...(ifNoneMatch !== null && { ifNoneMatch }),
    ...parsePrefer(prefer),
  }
}

const returnForms = ['minimal', 'representation', 'OperationOutcome'] as const
const handlings = ['strict', 'lenient'] as const

/** https://hl7.org/fhir/R4/http.html#ops; what is not understood is ignored (RFC 7240 §2). */
function parsePrefer(prefer: string | null): Pick<Conditions, 'returns' | 'handling'> {
  if (prefer === null) return none
  const returns = findPreference(prefer, 'return', returnForms)
  const handling = findPreference(prefer, 'handling', handlings)
  return { ...(returns && { returns }), ...(handling && { handling }) }
}

function findPreference<Value extends string>(
  prefer: string,
  name: string,
  values: readonly Value[],
): Value | undefined {
  for (const part of prefer.split(/[,;]/)) {
    const equals = part.indexOf('=')
    if (equals === -1 || part.slice(0, equals).trim().toLowerCase() !== name) continue
    const value = part
      .slice(equals + 1)
      .trim()
      .replace(/^"(.*)"$/, '$1')
      .toLowerCase()
    // RFC 7240 §2: the first of several counts.
    return values.find((one) => one.toLowerCase() === value)
  }
  return undefined
}
