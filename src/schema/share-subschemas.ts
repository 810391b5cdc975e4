/**
 * Moves the objects in a schema to `definitions`, equal ones once. A validator has a function for each definition: small
 * ones are compiled to machine code early, while the one huge function of a schema with everything in place stays slow.
 */
import { isJsonObject, type JsonObject, type JsonValue } from '../kernel/json.ts'

const ofOne = ['items', 'additionalItems', 'additionalProperties', 'contains', 'not', 'if', 'then', 'else']
const ofList = ['items', 'allOf', 'anyOf', 'oneOf']
const ofNames = ['properties', 'patternProperties']

/** Means the same. A schema with references of its own stays as it is: they may point into what would move. */
export function shareSubschemas(schema: JsonObject): JsonObject {
  if (/"\$(?:ref|id|anchor)"\s*:/.test(JSON.stringify(schema))) return schema
  const definitions: JsonObject = {}
  const names = new Map<string, string>()
  const share = (value: JsonValue | undefined): JsonValue | undefined => {
    if (!isJsonObject(value)) return value
    const node = mapParts(value, share)
    if (!isJsonObject(node.properties)) return node
    const text = JSON.stringify(node)
    const name = names.get(text) ?? `shared${names.size}`
    names.set(text, name)
    definitions[name] = node
    return { $ref: `#/definitions/${name}` }
  }
  return { ...mapParts(schema, share), definitions }
}

type MapSchema = (schema: JsonValue | undefined) => JsonValue | undefined

function mapParts(node: JsonObject, map: MapSchema): JsonObject {
  const mapped: JsonObject = { ...node }
  for (const keyword of ofOne) if (isJsonObject(node[keyword])) mapped[keyword] = map(node[keyword])
  for (const keyword of ofList) {
    const list = node[keyword]
    if (Array.isArray(list)) mapped[keyword] = list.map((item) => map(item) ?? item)
  }
  for (const keyword of ofNames) {
    const fields = node[keyword]
    if (!isJsonObject(fields)) continue
    mapped[keyword] = Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, map(field)]))
  }
  return mapped
}
