/** What a request's body is, by its Content-Type and Content-Encoding. */
import { AppError } from '../kernel/errors.ts'
import { findMediaType, type MediaType, offeredTypes } from './media-type.ts'

/** Throws AppError `unsupported-media-type` (415) with what is possible. */
export function parseContentType(headers: Headers): MediaType {
  const contentType = headers.get('content-type')
  if (contentType === null) throw unsupported('The body needs a Content-Type')
  const [type = '', ...parameters] = contentType.split(';')
  const mediaType = findMediaType(type)
  if (mediaType === null) throw unsupported(`The Content-Type ${describe(type)} is not supported`)
  for (const parameter of parameters) checkCharset(parameter)
  const encoding = headers.get('content-encoding')
  if (encoding !== null && encoding.toLowerCase() !== 'identity') {
    throw unsupported('Content-Encoding is not supported')
  }
  return mediaType
}

/** Named, as a client may have chosen it by itself: `curl -d` sends that of a form. */
function describe(type: string): string {
  return type
    .trim()
    .slice(0, 100)
    .replace(/[^\w+./*-]/g, '?')
}

/** RFC 8259 §8.1: UTF-8 and nothing else. */
function checkCharset(parameter: string): void {
  const charset = /^\s*charset\s*=\s*"?([^"]*?)"?\s*$/i.exec(parameter)?.[1]
  if (charset !== undefined && !/^utf-?8$/i.test(charset)) throw unsupported('The charset must be utf-8')
}

function unsupported(what: string): AppError {
  const message = `${what}. Bodies can be sent as ${offeredTypes}`
  return new AppError('unknown-format', 'unsupported-media-type', message, {
    accept: offeredTypes,
  })
}
