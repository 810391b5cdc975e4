/** A document without the fields that its type marks `x-secret`. */
import { isJsonObject, type JsonObject, type JsonValue } from '../kernel/json.ts'

/** Copies only what changes; a document without secrets comes back as it is. Paths go through arrays. */
export function withoutSecrets(document: JsonObject, paths: readonly (readonly string[])[]): JsonObject {
  return paths.reduce((cleaned, path) => removePath(cleaned, path, 0) as JsonObject, document)
}

function removePath(value: JsonValue, path: readonly string[], depth: number): JsonValue {
  if (Array.isArray(value)) return value.map((item) => removePath(item, path, depth))
  const key = path[depth]
  if (!isJsonObject(value) || key === undefined || !Object.hasOwn(value, key)) return value
  if (depth === path.length - 1) {
    const { [key]: _removed, ...rest } = value
    return rest
  }
  return { ...value, [key]: removePath(value[key] ?? null, path, depth + 1) }
}
