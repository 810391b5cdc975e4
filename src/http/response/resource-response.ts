/** Documents as responses: what the engine did, and what the server says of itself. */
import type { Answer } from '../../engine/answers.ts'
import { writeDocument } from '../../formats/document-work.ts'
import { toJsonText } from '../../formats/json-text.ts'
import { type LargeDocuments, largeLength } from '../../formats/large-documents.ts'
import { formatOf } from '../../formats/media-type.ts'
import type { JsonObject } from '../../kernel/json.ts'
import type { Exchange } from '../exchange.ts'
import type { AnswerFormat } from '../request/answer-format.ts'
import { type Compress, chooseCoding, smallestLength } from './content-coding.ts'
import { largeAnswerLength, type OpenAnswers } from './open-answers.ts'

export type ResponseHeaders = Record<string, string>

/** What answers are made with, of one server. */
export interface AnswerRoom {
  readonly documents: LargeDocuments
  readonly openAnswers: OpenAnswers
  /** Undefined: answers are not compressed. */
  readonly compress: Compress | undefined
}

/** How one request is answered. */
export interface AnswerWay {
  readonly format: AnswerFormat
  /** Where the resources live, for `Location`: the public URL, with `/fhir` when it was called so. */
  readonly baseUrl: string
  /** Tells callers apart, who share the room for large answers. */
  readonly asker: string
}

/** Without a promise where there is nothing to wait for. */
export function toResponse(
  exchange: Exchange,
  answer: Answer,
  way: AnswerWay,
  room: AnswerRoom,
): Response | Promise<Response> {
  const { status, versionId, lastUpdated, location } = answer
  const headers = baseHeaders(exchange)
  if (versionId !== undefined) headers.etag = `W/"${versionId}"`
  if (lastUpdated !== undefined) headers['last-modified'] = toHttpDate(lastUpdated)
  if (status === 201 && location !== undefined) {
    headers.location = `${way.baseUrl}/${location.type}/${location.id}/_history/${location.versionId}`
  }
  // Of people's health: no cache keeps it. Who has a version asks with If-None-Match.
  headers['cache-control'] = 'no-store'
  const document = answer.text ?? answer.value
  if (document === undefined) return new Response(null, { status, headers })
  headers['content-type'] = `${way.format.mediaType}; charset=utf-8`
  const { format, asker } = way
  const isLarge = typeof document === 'string' && document.length > largeLength
  if (!isLarge || isPlain(format)) {
    return sendText(exchange, { text: formatBody(document, format), status, headers, asker }, room)
  }
  return room.documents
    .write(asker, formatOf(format.mediaType), document)
    .then((text) => sendText(exchange, { text, status, headers, asker }, room))
}

interface ReadyAnswer {
  readonly text: string
  readonly status: number
  readonly headers: ResponseHeaders
  readonly asker: string
}

/** The ETag stays as it is: a weak one is of the resource, whatever its coding (RFC 9110 §8.8.3.3). */
function sendText(
  { request }: Exchange,
  { text, status, headers, asker }: ReadyAnswer,
  { compress, openAnswers }: AnswerRoom,
): Response | Promise<Response> {
  if (text.length < smallestLength) return new Response(text, { status, headers })
  const coding = compress && chooseCoding(request.headers.get('accept-encoding'), text.length)
  if (text.length > largeAnswerLength) {
    const stream = openAnswers.open(asker, text)
    if (coding === undefined) return new Response(stream, { status, headers })
    headers['content-encoding'] = 'gzip'
    const gzip = new CompressionStream('gzip') as unknown as ReadableWritablePair<Uint8Array, Uint8Array>
    return new Response(stream.pipeThrough(gzip), { status, headers })
  }
  if (compress === undefined || coding === undefined) return new Response(text, { status, headers })
  headers['content-encoding'] = coding
  const bytes = compress(text, coding)
  const send = (body: Uint8Array<ArrayBuffer>) => new Response(body, { status, headers })
  return bytes instanceof Promise ? bytes.then(send) : send(bytes)
}

/** A document that is no resource of the store. */
export function toDocumentResponse(
  exchange: Exchange,
  document: JsonObject,
  format: AnswerFormat,
  cacheControl: 'private, no-cache' | 'no-store' = 'private, no-cache',
): Response {
  const headers = baseHeaders(exchange)
  headers['content-type'] = `${format.mediaType}; charset=utf-8`
  headers['cache-control'] = cacheControl
  return new Response(formatBody(document, format), { headers })
}

/** On every response of the engine. The answer depends on who asks and on the format that is asked for. */
export function baseHeaders({ snapshot }: Exchange): ResponseHeaders {
  return {
    'x-request-id': snapshot.requestId,
    'x-content-type-options': 'nosniff',
    vary: 'Accept, Accept-Encoding, Authorization, Origin',
  }
}

/** Text of the store goes out as it is; what people asked for to read is put in their order. */
export function formatBody(body: string | JsonObject, format: AnswerFormat): string {
  if (!isPlain(format)) return writeDocument(formatOf(format.mediaType), body)
  return typeof body === 'string' ? body : toJsonText(body)
}

function isPlain({ mediaType, isPretty }: AnswerFormat): boolean {
  return !isPretty && formatOf(mediaType) === 'json'
}

let lastSecond = -1
let lastText = ''

/** IMF-fixdate (RFC 9110 §5.6.7). Consecutive answers often have the same second: the last text is kept. */
function toHttpDate(milliseconds: number): string {
  const second = Math.floor(milliseconds / 1000)
  if (second !== lastSecond) {
    lastSecond = second
    lastText = new Date(second * 1000).toUTCString()
  }
  return lastText
}
