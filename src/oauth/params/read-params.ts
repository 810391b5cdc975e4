/** The body of an OAuth request, form or JSON. */

import { isJsonObject } from '../../kernel/json.ts'
import type { RouteRequest } from '../../plugin.ts'
import { oauthError } from '../oauth-error.ts'
import { formType, mediaTypeOf } from './media-type.ts'
import { createParams, type Params } from './params.ts'

/** @throws AppError `invalid_request` for another content type, broken JSON, or a parameter that is repeated. */
export async function readParams(request: RouteRequest): Promise<Params> {
  const mediaType = mediaTypeOf(request.headers)
  const text = await request.text()
  const params = createParams(mediaType === 'application/json' ? fromJson(text) : fromForm(mediaType, text))
  if (params.repeated.length > 0) {
    throw oauthError(
      'invalid_request',
      `Repeated parameter: ${params.repeated.slice(0, 5).join(', ').slice(0, 100)}`,
    )
  }
  return params
}

function fromForm(mediaType: string, text: string): Iterable<[string, string]> {
  if (mediaType !== formType && text !== '') {
    throw oauthError('invalid_request', 'Send application/x-www-form-urlencoded or application/json')
  }
  return new URLSearchParams(text)
}

function fromJson(text: string): [string, string][] {
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch (cause) {
    throw oauthError('invalid_request', 'The body is not valid JSON', { cause })
  }
  if (!isJsonObject(body)) throw oauthError('invalid_request', 'The body must be a JSON object')
  return Object.entries(body).flatMap(([name, value]) => toEntries(name, value))
}

function toEntries(name: string, value: unknown): [string, string][] {
  if (value === null || value === undefined) return []
  if (typeof value === 'string') return [[name, value]]
  if (typeof value === 'number' || typeof value === 'boolean') return [[name, String(value)]]
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) {
    return name === 'scope' ? [[name, value.join(' ')]] : value.map((one) => [name, one])
  }
  throw oauthError('invalid_request', `Parameter ${name.slice(0, 100)} must be a string`)
}
