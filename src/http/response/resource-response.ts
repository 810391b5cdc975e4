/** What the engine did, as an HTTP response. */
import type { Answer } from '../../engine/answers.ts'
import { inHumanOrder } from '../../formats/human-order.ts'
import { parseJson, toJsonText } from '../../formats/json-text.ts'
import { formatOf, type MediaType } from '../../formats/media-type.ts'
import { toYamlText } from '../../formats/yaml.ts'
import { isJsonObject, type JsonObject } from '../../kernel/json.ts'
import type { Exchange } from '../exchange.ts'
import { toHttpDate } from './http-date.ts'

/** Bundles hold resources, which may be 64 levels deep themselves. */
const answerDepth = 128

export type ResponseHeaders = Record<string, string>

/** `baseUrl`: where the resources live, for `Location`: the public URL, with `/fhir` when it was called so. */
export function toResponse(
  exchange: Exchange,
  answer: Answer,
  mediaType: MediaType,
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
  headers['content-type'] = `${mediaType}; charset=utf-8`
  return new Response(formatBody(document, mediaType, exchange.isPretty), { status, headers })
}

/** On every response of the engine. The answer depends on who asks and on the format that is asked for. */
export function baseHeaders(exchange: Exchange): ResponseHeaders {
  exchange.hasBaseHeaders = true
  return {
    'x-request-id': exchange.requestId,
    'x-content-type-options': 'nosniff',
    vary: 'Accept, Authorization, Origin',
  }
}

/** Text of the store goes out as it is; what people asked for to read is put in their order. */
export function formatBody(body: string | JsonObject, mediaType: MediaType, isPretty: boolean): string {
  const isYaml = formatOf(mediaType) === 'yaml'
  if (!isYaml && !isPretty) return typeof body === 'string' ? body : toJsonText(body)
  const document = typeof body === 'string' ? parseJson(body, answerDepth) : body
  const ordered = isJsonObject(document) ? inHumanOrder(document) : document
  return isYaml ? toYamlText(ordered) : toJsonText(ordered, 2)
}
