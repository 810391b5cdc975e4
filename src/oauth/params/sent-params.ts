/** Parameters as they were sent, by a query, a form or JSON, before the schema of their endpoint has seen them. */
import { AppError } from '../../kernel/errors.ts'
import { isJsonObject } from '../../kernel/json.ts'
import type { RouteRequest } from '../../plugin.ts'
import { oauthError } from '../oauth-error.ts'

/** All values by name. An empty one counts as absent (RFC 6749 §3.1, §3.2). */
export type SentParams = ReadonlyMap<string, readonly string[]>

const maxParams = 100
const maxQueryLength = 8192
const formType = 'application/x-www-form-urlencoded'

/** The query of a URL. @throws AppError `invalid_request` when it is too long. */
export function readQuery(query: string | undefined): SentParams {
  return collect(new URLSearchParams(withinLimit(query ?? '')))
}

/** The body of a request that a browser sends. @throws AppError `invalid_request` for anything but a form. */
export async function readForm(request: RouteRequest): Promise<SentParams> {
  if (mediaTypeOf(request.headers) !== formType) {
    throw new AppError('invalid', 'invalid_request', `This address takes a form (${formType}).`)
  }
  return collect(parseForm(await request.text()))
}

/** The body of a request that a client sends, form or JSON. @throws AppError `invalid_request` for anything else. */
export async function readBody(request: RouteRequest): Promise<SentParams> {
  const mediaType = mediaTypeOf(request.headers)
  const text = await request.text()
  if (mediaType === 'application/json') return collect(fromJson(text))
  if (mediaType !== formType && text !== '')
    throw oauthError('invalid_request', `Send ${formType} or application/json`)
  return collect(parseForm(text))
}

/** What a body says it is, without parameters, in lower case; empty when it says nothing (RFC 9110 §8.3). */
function mediaTypeOf(headers: Headers): string {
  return (headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
}

function fromJson(text: string): [string, string][] {
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch (cause) {
    throw oauthError('invalid_request', 'The body is not valid JSON', { cause })
  }
  if (!isJsonObject(body)) throw oauthError('invalid_request', 'The body must be a JSON object')
  return Object.entries(body).map(([name, value]) => {
    // Of a list of one, or of a number, other readers of the same body could make another text.
    if (typeof value === 'string') return [name, value]
    throw oauthError('invalid_request', `Parameter ${name.slice(0, 100)} must be a string`)
  })
}

/** As URLSearchParams reads it, in half the time; what it alone makes something of is left to it. */
export function parseForm(text: string): Iterable<readonly [string, string]> {
  if (text.startsWith('?')) return new URLSearchParams(text)
  try {
    return text
      .split('&')
      .filter((pair) => pair !== '')
      .map((pair) => {
        const at = pair.indexOf('=')
        return at < 0 ? [decode(pair), ''] : [decode(pair.slice(0, at)), decode(pair.slice(at + 1))]
      })
  } catch {
    return new URLSearchParams(text)
  }
}

/** Throws URIError for broken escapes. */
function decode(text: string): string {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text
  return spaced.includes('%') ? decodeURIComponent(spaced) : spaced
}

function collect(entries: Iterable<readonly [string, string]>): SentParams {
  const sent = new Map<string, string[]>()
  let count = 0
  for (const [name, value] of entries) {
    count += 1
    if (count > maxParams) throw oauthError('invalid_request', `More than ${maxParams} parameters`)
    if (value === '') continue
    const known = sent.get(name)
    if (known) known.push(value)
    else sent.set(name, [value])
  }
  return sent
}

/** The same parameters as a query. @throws AppError `invalid_request` when it is too long. */
export function toQuery(sent: SentParams): string {
  const query = new URLSearchParams(
    [...sent].flatMap(([name, values]) => values.map((value) => [name, value])),
  ).toString()
  return withinLimit(query)
}

function withinLimit(query: string): string {
  if (query.length <= maxQueryLength) return query
  throw oauthError('invalid_request', 'The parameters of the request are too long.')
}
