/** Lends the formats of the HTTP surface to plug-ins. */

import type { JsonValue } from '../kernel/json.ts'
import { parseContentType } from './content-type.ts'
import { parseJson } from './json-text.ts'
import { formatOf } from './media-type.ts'
import { parseYaml } from './yaml.ts'

/** Throws AppError `unsupported-media-type`, or `invalid` with the position of a syntax error. */
export function parseBody(text: string, contentType: string | null): JsonValue {
  const mediaType = parseContentType(new Headers(contentType === null ? {} : { 'content-type': contentType }))
  return formatOf(mediaType) === 'yaml' ? parseYaml(text) : parseJson(text)
}
