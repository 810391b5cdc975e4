/** Makes the whole JSON Schema of a type from what its author wrote: fields that every resource has, and closed objects. */
import { isJsonObject, type JsonObject, type JsonValue } from '../kernel/json.ts'
import { Meta } from './datatypes/meta.ts'
import { referenceSchema } from './reference.ts'
import type { JsonSchema, ResourceDefinition } from './resource-definition.ts'
import { resourceIdPattern } from './resource-id.ts'

const maxSchemaDepth = 64
/** Of write-only values whose schema sets no bound: they are all given to a costly hash function. */
const maxSecretLength = 1024

/** Plain JSON: the symbols that TypeBox keeps beside the keywords are dropped. */
export function completeSchema(
  definition: Pick<ResourceDefinition, 'type' | 'schema' | 'description'>,
): JsonSchema {
  const authored = closeObjects(toPlain(definition.schema), 0) as JsonObject
  const required = Array.isArray(authored.required) ? authored.required : []
  return {
    ...(definition.description === undefined ? {} : { description: definition.description }),
    ...authored,
    additionalProperties: authored.additionalProperties ?? false,
    properties: {
      resourceType: { const: definition.type },
      id: { type: 'string', pattern: resourceIdPattern },
      meta: toPlain(Meta),
      ...(authored.properties as JsonObject | undefined),
    },
    required: ['resourceType', ...required],
  }
}

function toPlain(schema: JsonSchema): JsonObject {
  return JSON.parse(JSON.stringify(schema)) as JsonObject
}

/**
 * Objects with `properties` are closed unless they say something else. Branches of a combinator that stands beside
 * `properties`, and those of `allOf`, `if` and `not`, describe a part of an object only: closing them would refuse the rest.
 */
function closeObjects(node: JsonValue | undefined, depth: number): JsonValue | undefined {
  if (!isJsonObject(node)) return node
  if (depth > maxSchemaDepth) throw new Error('the schema is nested too deeply')
  if (Array.isArray(node['x-reference']) && node.properties === undefined) return expandReference(node)
  const closed: JsonObject = { ...node }
  if (node['x-secret'] === true) closed.maxLength ??= maxSecretLength
  const inside = (value: JsonValue | undefined) => closeObjects(value, depth + 1)
  if (isJsonObject(node.properties)) {
    closed.properties = mapValues(node.properties, inside)
    if (node.additionalProperties === undefined && node.unevaluatedProperties === undefined) {
      closed.additionalProperties = false
    }
  }
  for (const keyword of ['items', 'additionalProperties', 'contains'] as const) {
    if (isJsonObject(node[keyword])) closed[keyword] = inside(node[keyword])
  }
  for (const keyword of ['patternProperties', '$defs', 'definitions'] as const) {
    const group = node[keyword]
    if (isJsonObject(group)) closed[keyword] = mapValues(group, inside)
  }
  for (const keyword of ['anyOf', 'oneOf'] as const) {
    const branches = node[keyword]
    if (Array.isArray(branches) && node.properties === undefined) {
      closed[keyword] = branches.map((branch) => inside(branch) as JsonValue)
    }
  }
  return closed
}

function expandReference(node: JsonObject): JsonObject {
  return { ...(referenceSchema((node['x-reference'] as JsonValue[]).map(String)) as JsonObject), ...node }
}

function mapValues(
  group: JsonObject,
  map: (value: JsonValue | undefined) => JsonValue | undefined,
): JsonObject {
  return Object.fromEntries(Object.entries(group).map(([name, value]) => [name, map(value)]))
}
