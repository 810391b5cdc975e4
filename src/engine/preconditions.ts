/** What the headers of a request ask (RFC 9110 §13, FHIR R4 http.html#concurrency and #ops), and whether it holds. */
import { AppError } from '../kernel/errors.ts'
import type { Expectation, Version } from './ports/store.ts'

export interface Conditions {
  /** The header as it came: `*`, or a list of entity tags. */
  readonly ifMatch?: string
  readonly ifNoneMatch?: string
  /** Milliseconds since 1970. */
  readonly ifModifiedSince?: number
  /** `Prefer: return=…` */
  readonly returns?: 'minimal' | 'representation' | 'OperationOutcome'
  /** `Prefer: handling=…` */
  readonly handling?: 'strict' | 'lenient'
}

const maxTags = 100
/** RFC 9110 §8.8.3; versions are weak tags, `W/"7"` (FHIR R4 http.html#versioning). */
const tag = /^(?:W\/)?"([\x21\x23-\x7e]*)"$/

/** Version ids of a list, or `*`. Throws AppError `invalid`. */
function parseEntityTags(header: string, name: string): readonly string[] | '*' {
  const text = header.trim()
  if (text === '*') return '*'
  const versions = text.split(',').map((part) => tag.exec(part.trim())?.[1] ?? null)
  const isReadable = (version: string | null): version is string => version !== null
  if (versions.length <= maxTags && versions.every(isReadable)) return versions
  throw new AppError('invalid', 'bad-entity-tag', `${name} must be * or a list of tags such as W/"7"`)
}

/** Transaction numbers are at most 18 digits; anything else is no version of ours. */
export function isVersionId(text: string): boolean {
  return /^[1-9]\d{0,17}$/.test(text)
}

/** Whether a reader has this version already. RFC 9110 §13.1.3: If-Modified-Since counts only without If-None-Match. */
export function isCurrentCopy(version: Version, { ifNoneMatch, ifModifiedSince }: Conditions): boolean {
  if (ifNoneMatch !== undefined) {
    const tags = parseEntityTags(ifNoneMatch, 'If-None-Match')
    return tags === '*' || tags.includes(version.versionId)
  }
  // Dates of HTTP have whole seconds.
  return ifModifiedSince !== undefined && Math.floor(version.lastUpdated / 1000) * 1000 <= ifModifiedSince
}

export function preconditionFailed(): AppError {
  const message =
    'If-Match or If-None-Match does not hold: the resource has another version, or is there although it must not be'
  return new AppError('precondition', 'precondition-failed', message)
}

type ReadCurrent = () => Promise<Version | null>

/**
 * What the store must check while it writes (RFC 9110 §13.2.2). The usual forms (`*`, one tag) cost no read and no
 * promise. Throws AppError `precondition` where it is already known that the condition cannot hold, `invalid` for headers
 * that cannot be read.
 */
export function toExpectation(
  { ifMatch, ifNoneMatch }: Conditions,
  readCurrent: ReadCurrent,
): Expectation | Promise<Expectation> {
  const wanted = ifMatch === undefined ? undefined : parseEntityTags(ifMatch, 'If-Match')
  const unwanted = ifNoneMatch === undefined ? undefined : parseEntityTags(ifNoneMatch, 'If-None-Match')
  if (wanted !== undefined && unwanted === '*') throw preconditionFailed()
  if (unwanted === '*') return { kind: 'absent' }
  if (unwanted !== undefined) return readCurrent().then((current) => notAmong(unwanted, wanted, current))
  if (wanted === undefined) return { kind: 'any' }
  if (wanted === '*') return { kind: 'present' }
  const [versionId, ...others] = wanted.filter(isVersionId)
  if (versionId === undefined) throw preconditionFailed()
  if (others.length === 0) return { kind: 'version', versionId }
  return readCurrent().then((current) => among([versionId, ...others], current))
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

/** Whether an expectation holds for what is there now. */
export function isExpected(expect: Expectation, current: Version | null): boolean {
  switch (expect.kind) {
    case 'any':
      return true
    case 'absent':
      return current === null
    case 'present':
      return current !== null
    case 'version':
      return current?.versionId === expect.versionId
  }
}

/** The expectation that nothing came between. */
export function unchangedSince(current: Version | null): Expectation {
  return current === null ? { kind: 'absent' } : { kind: 'version', versionId: current.versionId }
}
