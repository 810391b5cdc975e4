/** An engine's answer as an HTTP response. */
import type { JsonObject } from '../../kernel/json.ts'
import { parseJson, toJsonText } from '../../kernel/json-text.ts'
import type { Answer } from '../engine-port.ts'
import type { Exchange } from '../exchange.ts'
import { formatOf, type MediaType } from '../formats/media-type.ts'
import { toYamlText } from '../formats/yaml.ts'
import type { Preferences } from '../request/conditions.ts'
import { toHttpDate } from './http-date.ts'

const statusOf = { ok: 200, created: 201, 'no-content': 204, 'not-modified': 304 } as const

/** Bundles hold resources, which may be 64 levels deep themselves. */
const answerDepth = 128

export type ResponseHeaders = Record<string, string>

export interface AnswerOptions {
  readonly mediaType: MediaType
  /** Where the resources live, for `Location`: the public URL, with `/fhir` when it was called so. */
  readonly baseUrl: string
  readonly preferences: Preferences
}

export function toResponse(exchange: Exchange, answer: Answer, options: AnswerOptions): Response {
  const headers = baseHeaders(exchange)
  const { version } = answer
  if (version !== undefined) {
    headers.etag = `W/"${version.versionId}"`
    headers['last-modified'] = toHttpDate(version.lastUpdated)
    if (answer.outcome === 'created') {
      headers.location = `${options.baseUrl}/${version.type}/${version.id}/_history/${version.versionId}`
    }
  }
  headers['cache-control'] = exchange.snapshot.method === 'GET' ? 'private, no-cache' : 'no-store'
  const status = statusOf[answer.outcome]
  if (answer.body === undefined || status === 204) return new Response(null, { status, headers })
  const wanted = exchange.snapshot.method === 'GET' ? undefined : options.preferences.return
  if (wanted === 'minimal') return new Response(null, { status, headers })
  headers['content-type'] = `${options.mediaType}; charset=utf-8`
  const body = wanted === 'OperationOutcome' ? informational(answer) : answer.body
  return new Response(formatBody(body, options.mediaType, exchange.isPretty), { status, headers })
}

/** On every response of the engine. The answer depends on who asks and on the format that is asked for. */
export function baseHeaders(exchange: Exchange): ResponseHeaders {
  exchange.hasBaseHeaders = true
  return {
    'x-request-id': exchange.requestId,
    'x-content-type-options': 'nosniff',
    vary: 'Accept, Authorization',
  }
}

/** Text of the store goes out as it is. */
export function formatBody(body: string | JsonObject, mediaType: MediaType, isPretty: boolean): string {
  if (formatOf(mediaType) === 'yaml') return toYamlText(typeof body === 'string' ? parseAnswer(body) : body)
  if (typeof body === 'string') return isPretty ? toJsonText(parseAnswer(body), 2) : body
  return toJsonText(body, isPretty ? 2 : undefined)
}

function parseAnswer(text: string) {
  return parseJson(text, answerDepth)
}

function informational(answer: Answer): JsonObject {
  const what = answer.version === undefined ? '' : `${answer.version.type}/${answer.version.id}: `
  const issue = { severity: 'information', code: 'informational', diagnostics: `${what}${answer.outcome}` }
  return { resourceType: 'OperationOutcome', issue: [issue] }
}
