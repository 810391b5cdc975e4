/** Lends the formats of the HTTP surface to plug-ins. */
import { parseContentType } from '../http/formats/content-type.ts'
import { formatOf } from '../http/formats/media-type.ts'
import { parseYaml } from '../http/formats/yaml.ts'
import type { JsonValue } from '../kernel/json.ts'
import { parseJson } from '../kernel/json-text.ts'

/** Throws AppError `unsupported-media-type`, or `invalid` with the position of a syntax error. */
export function parseBody(text: string, contentType: string | null): JsonValue {
  const mediaType = parseContentType(new Headers(contentType === null ? {} : { 'content-type': contentType }))
  return formatOf(mediaType) === 'yaml' ? parseYaml(text) : parseJson(text)
}
