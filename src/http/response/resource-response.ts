/** Documents as responses: what the engine did, and what the server says of itself. */
import type { Answer } from '../../engine/answers.ts'
import { inHumanOrder } from '../../formats/human-order.ts'
import { parseJson, toJsonText } from '../../formats/json-text.ts'
import { formatOf } from '../../formats/media-type.ts'
import { toYamlText } from '../../formats/yaml.ts'
import { isJsonObject, type JsonObject } from '../../kernel/json.ts'
import type { Exchange } from '../exchange.ts'
import type { AnswerFormat } from '../request/answer-format.ts'

/** Bundles hold resources, which may be 64 levels deep themselves. */
const answerDepth = 128

export type ResponseHeaders = Record<string, string>

/** `baseUrl`: where the resources live, for `Location`: the public URL, with `/fhir` when it was called so. */
export function toResponse(
  exchange: Exchange,
  answer: Answer,
  format: AnswerFormat,
  baseUrl: string,
): Response {
  const { status, versionId, lastUpdated, location } = answer
  const headers = baseHeaders(exchange)
  if (versionId !== undefined) headers.etag = `W/"${versionId}"`
  if (lastUpdated !== undefined) headers['last-modified'] = toHttpDate(lastUpdated)
  if (status === 201 && location !== undefined) {
    headers.location = `${baseUrl}/${location.type}/${location.id}/_history/${location.versionId}`
  }
  headers['cache-control'] = exchange.snapshot.method === 'GET' ? 'private, no-cache' : 'no-store'
  const document = answer.text ?? answer.value
  if (document === undefined) return new Response(null, { status, headers })
  headers['content-type'] = `${format.mediaType}; charset=utf-8`
  return new Response(formatBody(document, format), { status, headers })
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
    vary: 'Accept, Authorization, Origin',
  }
}

/** Text of the store goes out as it is; what people asked for to read is put in their order. */
export function formatBody(body: string | JsonObject, { mediaType, isPretty }: AnswerFormat): string {
  const isYaml = formatOf(mediaType) === 'yaml'
  if (!isYaml && !isPretty) return typeof body === 'string' ? body : toJsonText(body)
  const document = typeof body === 'string' ? parseJson(body, answerDepth) : body
  const ordered = isJsonObject(document) ? inHumanOrder(document) : document
  return isYaml ? toYamlText(ordered) : toJsonText(ordered, 2)
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
