/**
 * The one spelling of a path that the router, the policies and the log see. Decoded once; whatever could be read in two ways
 * is refused (RFC 3986 §6.2.2, OWASP path confusion).
 */
import { AppError } from '../../kernel/errors.ts'

export interface Target {
  /** Decoded, begins with a slash, no slash at its end (but for `/`). */
  readonly path: string
  /** Parts between the slashes; empty for `/`. */
  readonly segments: readonly string[]
  /** Without the question mark; undefined when there is none. */
  readonly queryString: string | undefined
  /** Whether the URL spells the path as it is above, so that the router may read it from there. */
  readonly isCanonical: boolean
}

const maximumPathLength = 2048
const maximumQueryLength = 8192

/** Unreserved characters and `$`, `:`, `@`, `+`, no dot segments, no empty ones: needs no decoding. */
const plainPath = /^(?:\/(?!\.\.?(?:\/|$))[\w.~$:@+-]+)+$/
/** C0 and C1 controls, DEL, and what URL parsers turn into other characters. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
const refusedChars = /[\u0000-\u001f\u007f-\u009f\\#]/

/** `url`: as the runtime gives it; only a path when the request has no usable Host. Throws AppError `invalid`. */
export function parseTarget(url: string): Target {
  const pathStart = url.charCodeAt(0) === 0x2f ? 0 : url.indexOf('/', url.indexOf('://') + 3)
  const question = url.indexOf('?', pathStart)
  const rawPath = url.slice(pathStart, question === -1 ? undefined : question)
  const queryString = question === -1 ? undefined : url.slice(question + 1)
  if (rawPath.length > maximumPathLength) throw badTarget('The path is longer than 2048 characters')
  if (queryString !== undefined) checkQueryString(queryString)
  if (plainPath.test(rawPath)) {
    // Elysia looks for the path from the 11th character on, which a very short host name would shift.
    return { path: rawPath, segments: rawPath.slice(1).split('/'), queryString, isCanonical: pathStart > 10 }
  }
  const segments = decodeSegments(rawPath)
  return { path: `/${segments.join('/')}`, segments, queryString, isCanonical: false }
}

/** What would move the path in a URL that is made of it, or is two of them: "a, b". */
const refusedInHost = /[/?#@\\,\s]/

/** RFC 9112 §3.2: a Host that is none, or several, is 400. Throws AppError `invalid`. */
export function checkHost(host: string | null): void {
  if (host !== null && refusedInHost.test(host))
    throw badTarget('The request needs one Host, a name with or without a port')
}

/** A URL without query that spells the path in the one way that the router compares. */
export function toCanonicalUrl({ segments }: Target): string {
  return `http://localhost/${segments.map((segment) => encodeURI(segment).replaceAll('?', '%3F')).join('/')}`
}

function checkQueryString(queryString: string): void {
  if (queryString.length > maximumQueryLength) throw badTarget('The query is longer than 8192 characters')
  if (queryString.includes('#')) throw badTarget('The URL must not have a fragment')
}

function decodeSegments(rawPath: string): string[] {
  const parts = rawPath.slice(1).split('/')
  // One slash at the end says nothing.
  if (parts.at(-1) === '') parts.pop()
  return parts.map(decodeSegment)
}

function decodeSegment(part: string): string {
  const segment = decodeEscapes(part)
  if (segment === '' || segment === '.' || segment === '..') {
    throw badTarget('The path must not have empty, "." or ".." parts')
  }
  if (segment.includes('/') || refusedChars.test(segment)) {
    throw badTarget('The path must not have encoded slashes, backslashes or control characters')
  }
  return segment
}

function decodeEscapes(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    throw badTarget('The path has a percent sign that does not begin an escape of UTF-8')
  }
}

function badTarget(message: string): AppError {
  return new AppError('invalid', 'bad-url', message)
}
