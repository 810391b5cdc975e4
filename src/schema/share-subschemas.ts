/**
 * Moves the objects in a schema to `definitions`, equal ones once. A validator has a function for each definition: small
 * ones are compiled to machine code early, while the one huge function of a schema with everything in place stays slow.
 */
import { isJsonObject, type JsonObject } from '../kernel/json.ts'
import { mapSubschemas } from './walk-schema.ts'

/** Means the same. A schema with references of its own stays as it is: they may point into what would move. */
export function shareSubschemas(schema: JsonObject): JsonObject {
  if (/"\$(?:ref|id|anchor)"\s*:/.test(JSON.stringify(schema))) return schema
  const definitions: JsonObject = {}
  const names = new Map<string, string>()
  const share = (schema: JsonObject): JsonObject => {
    const node = mapSubschemas(schema, share)
    if (!isJsonObject(node.properties)) return node
    const text = JSON.stringify(node)
    const name = names.get(text) ?? `shared${names.size}`
    names.set(text, name)
    definitions[name] = node
    return { $ref: `#/definitions/${name}` }
  }
  return { ...mapSubschemas(schema, share), definitions }
}
