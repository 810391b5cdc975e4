/** Which media type an answer has: `_format`, else `Accept` (RFC 9110 §12.5.1), else what the request's body was. */

import { AppError } from '../kernel/errors.ts'
import { remember } from '../kernel/remember.ts'
import { type Format, findMediaType, type MediaType, mediaTypes, offeredTypes } from './media-type.ts'
import { parseWeightedList, type WeightedName } from './weighted-list.ts'

const jsonType: MediaType = 'application/json'
const yamlType: MediaType = 'text/yaml'
const maximumRanges = 50
const parseRanges = remember((accept) => parseWeightedList(accept, maximumRanges))

/**
 * `bodyFormat`: of the request's body. It chooses when the caller says nothing (`Accept` missing or only a wildcard): who
 * sends YAML without further words reads YAML. Throws AppError `not-acceptable` (406) with what is possible.
 */
export function negotiate(
  accept: string | null,
  formatParameter: string | undefined,
  bodyFormat: Format | undefined,
): MediaType {
  if (formatParameter !== undefined) return parseFormatParameter(formatParameter)
  const fallback = bodyFormat === 'yaml' ? yamlType : jsonType
  if (accept === null || accept === '*/*' || accept === '') return fallback
  if (accept === jsonType) return jsonType
  const best = chooseType(accept, fallback)
  if (best === null) throw notAcceptable()
  return best
}

/** https://hl7.org/fhir/R4/http.html#parameters; a `+` that came unescaped has been read as a space. */
function parseFormatParameter(text: string): MediaType {
  if (text === 'json') return jsonType
  if (text === 'yaml' || text === 'yml') return yamlType
  const found = findMediaType((text.split(';')[0] ?? '').replaceAll(' ', '+'))
  if (found === null) throw notAcceptable()
  return found
}

/** The type with the highest quality; among equals the one named first by the caller, then the fallback. */
function chooseType(accept: string, fallback: MediaType): MediaType | null {
  const ranges = parseRanges(accept)
  let best: MediaType | null = null
  let bestQuality = 0
  for (const candidate of inOrderOfRanges(ranges, fallback)) {
    const quality = qualityOf(candidate, ranges)
    if (quality > bestQuality) {
      best = candidate
      bestQuality = quality
    }
  }
  return best
}

function inOrderOfRanges(ranges: readonly WeightedName[], fallback: MediaType): readonly MediaType[] {
  const named = ranges.map((range) => findMediaType(range.name)).filter((type) => type !== null)
  return [...named, fallback, ...mediaTypes]
}

/** The most specific range that fits decides: `application/json` before a wildcard of its group before any. */
function qualityOf(candidate: MediaType, ranges: readonly WeightedName[]): number {
  const group = `${candidate.slice(0, candidate.indexOf('/'))}/*`
  for (const type of [candidate, group, '*/*']) {
    const range = ranges.find((one) => one.name === type)
    if (range !== undefined) return range.weight
  }
  return 0
}

function notAcceptable(): AppError {
  return new AppError('no-common-format', 'not-acceptable', `Answers can be had as ${offeredTypes}`)
}

/** The format that errors are told in when the negotiation itself failed or cannot be made: JSON. */
export function negotiateLeniently(...words: Parameters<typeof negotiate>): MediaType {
  try {
    return negotiate(...words)
  } catch {
    return jsonType
  }
}
