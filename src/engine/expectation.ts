/** Preconditions of writes (RFC 9110 §13.2.2, FHIR R4 http.html#concurrency) as what the store must check while it writes. */
import { AppError } from '../kernel/errors.ts'
import type { Conditions } from './conditions.ts'
import { isVersionId, parseEntityTags } from './entity-tags.ts'
import type { Expectation, Version } from './ports/store.ts'

type ReadCurrent = () => Promise<Version | null>

export function preconditionFailed(): AppError {
  const message =
    'If-Match or If-None-Match does not hold: the resource has another version, or is there although it must not be'
  return new AppError('precondition', 'precondition-failed', message)
}

/**
 * The usual forms (`*`, one tag) cost no read. Throws AppError `precondition` where it is already known that the
 * condition cannot hold, `invalid` for headers that cannot be read.
 */
export async function toExpectation(conditions: Conditions, readCurrent: ReadCurrent): Promise<Expectation> {
  const { ifMatch, ifNoneMatch } = conditions
  const wanted = ifMatch === undefined ? undefined : parseEntityTags(ifMatch, 'If-Match')
  const unwanted = ifNoneMatch === undefined ? undefined : parseEntityTags(ifNoneMatch, 'If-None-Match')
  if (wanted !== undefined && unwanted === '*') throw preconditionFailed()
  if (unwanted === '*') return { kind: 'absent' }
  if (unwanted !== undefined) return notAmong(unwanted, wanted, await readCurrent())
  if (wanted === undefined) return { kind: 'any' }
  if (wanted === '*') return { kind: 'present' }
  const versions = wanted.filter(isVersionId)
  if (versions.length === 0) throw preconditionFailed()
  if (versions.length === 1) return { kind: 'version', versionId: versions[0] as string }
  return among(versions, await readCurrent())
}

function among(versions: readonly string[], current: Version | null): Expectation {
  if (current === null || !versions.includes(current.versionId)) throw preconditionFailed()
  return { kind: 'version', versionId: current.versionId }
}

function notAmong(
  unwanted: readonly string[],
  wanted: readonly string[] | '*' | undefined,
  current: Version | null,
): Expectation {
  if (current === null) {
    if (wanted !== undefined) throw preconditionFailed()
    return { kind: 'absent' }
  }
  if (unwanted.includes(current.versionId)) throw preconditionFailed()
  return among(wanted === undefined || wanted === '*' ? [current.versionId] : wanted, current)
}
