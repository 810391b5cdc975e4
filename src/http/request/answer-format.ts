/** In which format a request wants its answer: `_format`, `Accept`, then the format of its own body; `_pretty`. */
import { invalidParameter } from '../../engine/parameters.ts'
import type { Format, MediaType } from '../../formats/media-type.ts'
import { negotiate, negotiateLeniently } from '../../formats/negotiate.ts'
import type { Exchange } from '../exchange.ts'
import { findParameter, parseQuery, type QueryParameters } from './query.ts'
import { bodyFormat } from './resource-body.ts'

export interface AnswerFormat {
  readonly mediaType: MediaType
  /** With line breaks, for people. */
  readonly isPretty: boolean
}

/** Throws AppError `not-acceptable`, and `invalid` for another `_pretty`. */
export function parseAnswerFormat({ request }: Exchange, query: QueryParameters): AnswerFormat {
  const format = findParameter(query, '_format')
  return {
    mediaType: negotiate(request.headers.get('accept'), format, formatOfBody(request)),
    isPretty: parsePretty(query),
  }
}

/** Throws AppError `invalid`. */
export function parsePretty(query: QueryParameters): boolean {
  const text = findParameter(query, '_pretty')
  if (text !== undefined && text !== 'true' && text !== 'false')
    throw invalidParameter('_pretty', 'must be true or false')
  return text === 'true'
}

/** For errors: JSON where the caller's wish cannot be met. */
export function chooseErrorFormat({ request, target }: Exchange): AnswerFormat {
  let format: string | undefined
  try {
    format = findParameter(parseQuery(target.queryString), '_format')
  } catch {}
  const accept = request.headers.get('accept')
  return { mediaType: negotiateLeniently(accept, format, formatOfBody(request)), isPretty: false }
}

/** Whether a person asks: a browser names HTML before anything else, and its URL no format. Programs rarely do. */
export function wantsPage({ request, target, snapshot }: Exchange): boolean {
  if (snapshot.method !== 'GET' || target.queryString?.includes('_format=')) return false
  const [first = ''] = (request.headers.get('accept') ?? '').split(/[,;]/, 1)
  return /^\s*(?:text\/html|application\/xhtml\+xml)\s*$/i.test(first)
}

/** Most requests have no body, and need not be asked for one. */
function formatOfBody(request: Request): Format | undefined {
  return request.method === 'GET' || request.method === 'HEAD' ? undefined : bodyFormat(request)
}
