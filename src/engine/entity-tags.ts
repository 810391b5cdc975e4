/** Entity tags in headers (RFC 9110 §8.8.3); versions are weak tags, `W/"7"` (FHIR R4 http.html#versioning). */
import { AppError } from '../kernel/errors.ts'

const maxTags = 100
const tag = /^(?:W\/)?"([\x21\x23-\x7e]*)"$/

/** Version ids of a list, or `*`. Throws AppError `invalid`. */
export function parseEntityTags(header: string, name: string): readonly string[] | '*' {
  const text = header.trim()
  if (text === '*') return '*'
  const versions = text.split(',').map((part) => tag.exec(part.trim())?.[1])
  if (versions.length > maxTags || versions.includes(undefined)) {
    throw new AppError('invalid', 'bad-entity-tag', `${name} must be * or a list of tags such as W/"7"`)
  }
  return versions as string[]
}

/** Transaction numbers are at most 18 digits; anything else is no version of ours. */
export function isVersionId(text: string): boolean {
  return /^[1-9]\d{0,17}$/.test(text)
}
