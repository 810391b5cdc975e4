/** The JSON Schema of a type as a component of the document: draft-07 as https://spec.openapis.org/oas/v3.1.0#schema-object reads it. */
import type { JsonObject } from '../../kernel/json.ts'
import type { ResourceType } from '../../schema/registry.ts'
import { mapSubschemas } from '../../schema/walk-schema.ts'

/**
 * References point into the document, write-only values are marked as such, and data types that others have too are named.
 * `resourceType` need not be sent: the path says it.
 */
export function toComponentSchema(
  { type, jsonSchema }: Pick<ResourceType, 'type' | 'jsonSchema'>,
  share: (schema: JsonObject) => JsonObject = (schema) => schema,
): JsonObject {
  const whole = jsonSchema as JsonObject
  const schema = withoutType(mapSubschemas(whole, share))
  const base = typeof schema.$id === 'string' ? schema.$id.replace(/#$/, '') : ''
  return mapSchema(schema, (node) => toOpenApi(node, `#/components/schemas/${type}`, base))
}

function withoutType({ required, ...schema }: JsonObject): JsonObject {
  const others = Array.isArray(required) ? required.filter((name) => name !== 'resourceType') : []
  return others.length === 0 ? schema : { ...schema, required: others }
}

function toOpenApi(node: JsonObject, place: string, base: string): JsonObject {
  // An `$id` would be the base of the references, which are the document's now.
  const { $id: _id, $schema: _schema, 'x-secret': isSecret, ...rest } = node
  const own: JsonObject = isSecret === true ? { ...rest, writeOnly: true } : rest
  const { $ref } = own
  return typeof $ref === 'string' ? { ...own, $ref: toLocalReference($ref, place, base) } : own
}

/** `#` and `#/…` are of the type's own schema, with or without its `$id` before them. */
function toLocalReference(reference: string, place: string, base: string): string {
  const local = base !== '' && reference.startsWith(base) ? reference.slice(base.length) || '#' : reference
  if (local.startsWith('#/components/schemas/')) return reference
  return local === '#' || local.startsWith('#/') ? `${place}${local.slice(1)}` : reference
}

/** Only where a schema may stand: examples and constants are left as they are, and fields may be named like keywords. */
function mapSchema(schema: JsonObject, map: (node: JsonObject) => JsonObject): JsonObject {
  return withoutTuples(map(mapSubschemas(schema, (inner) => mapSchema(inner, map))))
}

/** draft-07 writes a tuple as a list of `items`, 2020-12 as `prefixItems` (JSON Schema 2020-12 §10.3.1.1). */
function withoutTuples(schema: JsonObject): JsonObject {
  if (!Array.isArray(schema.items)) return schema
  const { items, additionalItems, ...rest } = schema
  return { ...rest, prefixItems: items, ...(additionalItems === undefined ? {} : { items: additionalItems }) }
}
