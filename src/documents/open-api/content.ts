/** A schema in every media type that resources come and go in. */
import { mediaTypes } from '../../formats/media-type.ts'
import type { JsonObject } from '../../kernel/json.ts'

export function inEveryFormat(schema: JsonObject): JsonObject {
  return Object.fromEntries(mediaTypes.map((mediaType) => [mediaType, { schema }]))
}
