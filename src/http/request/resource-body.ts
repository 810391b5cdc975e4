/** The resource in a request's body. */

import { parseContentType } from '../../formats/content-type.ts'
import { parseDocument } from '../../formats/document-work.ts'
import { type LargeDocuments, largeLength } from '../../formats/large-documents.ts'
import { type Format, formatOf } from '../../formats/media-type.ts'
import { AppError } from '../../kernel/errors.ts'
import { isJsonObject, type JsonObject } from '../../kernel/json.ts'
import { readBodyText } from './body-text.ts'

/** docs: body limit of resources. */
export const maximumBodyBytes = 8 * 1024 * 1024
/** Of callers whom nobody knows, where everybody may write. */
export const strangerBodyBytes = 16 * 1024

export interface BodyReading {
  readonly limitBytes: number
  /** For bodies that would hold up others. */
  readonly documents: LargeDocuments
  readonly asker: string
}

/** `length`: of the text, in characters. `text`: where it is JSON, and not large. */
export interface ReadBody {
  readonly value: JsonObject
  readonly length: number
  readonly text: string | undefined
}

/** Throws AppError `unsupported-media-type`, `too-large` or `invalid`. */
export async function readResource(
  request: Request,
  { limitBytes, documents, asker }: BodyReading,
): Promise<ReadBody> {
  if (!hasBody(request)) throw new AppError('invalid', 'body-missing', 'The request needs a body')
  const format = formatOf(parseContentType(request.headers))
  const text = await readBodyText(request, limitBytes)
  if (text.trim() === '') throw new AppError('invalid', 'body-missing', 'The request needs a body')
  const isLarge = text.length > largeLength
  const value = isLarge ? await documents.parse(asker, format, text) : parseDocument(format, text)
  if (!isJsonObject(value))
    throw new AppError('invalid', 'body-not-object', 'The body must be one resource, an object')
  return { value, length: text.length, text: isLarge || format !== 'json' ? undefined : text }
}

/** By the headers where they say: on Bun a look at `body` turns it into a slow stream. */
function hasBody(request: Request): boolean {
  const length = request.headers.get('content-length')
  return length === null ? request.body !== null : length !== '0'
}

/** What the body claims to be, for choosing the format of the answer; undefined when there is none or it is not ours. */
export function bodyFormat(request: Request): Format | undefined {
  if (!hasBody(request)) return undefined
  try {
    return formatOf(parseContentType(request.headers))
  } catch {
    return undefined
  }
}
