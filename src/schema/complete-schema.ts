/** Makes the whole JSON Schema of a type from what its author wrote: fields that every resource has, and closed objects. */
import { isJsonObject, type JsonObject, type JsonValue } from '../kernel/json.ts'
import { findBuildingBlock } from './datatypes/building-blocks.ts'
import { Meta } from './datatypes/resource.ts'
import { referenceSchema } from './reference.ts'
import type { JsonSchema, ResourceDefinition } from './resource-definition.ts'
import { resourceIdPattern } from './resource-id.ts'
import { maxSecretLength } from './secret-paths.ts'
import { mapSubschemas } from './walk-schema.ts'

const maxSchemaDepth = 64

/** Plain JSON: the symbols that TypeBox keeps beside the keywords are dropped. */
export function completeSchema(
  definition: Pick<ResourceDefinition, 'type' | 'schema' | 'description'>,
): JsonSchema {
  const authored = closeObjects(toPlain(definition.schema), 0)
  const required = Array.isArray(authored.required) ? authored.required : []
  return {
    ...(definition.description === undefined ? {} : { description: definition.description }),
    ...authored,
    additionalProperties: authored.additionalProperties ?? false,
    properties: {
      resourceType: { const: definition.type },
      id: { type: 'string', pattern: resourceIdPattern },
      meta: closeSchema(Meta),
      ...(authored.properties as JsonObject | undefined),
    },
    required: ['resourceType', ...required],
  }
}

/** As a part of a type's schema is completed. */
export function closeSchema(schema: JsonSchema): JsonObject {
  return closeObjects(toPlain(schema), 0)
}

function toPlain(schema: JsonSchema): JsonObject {
  return JSON.parse(JSON.stringify(schema)) as JsonObject
}

const wholes: ReadonlySet<string> = new Set([
  'properties',
  'patternProperties',
  'items',
  'additionalProperties',
  'contains',
  '$defs',
  'definitions',
])
const alternatives: ReadonlySet<string> = new Set(['anyOf', 'oneOf'])

/**
 * Objects with `properties` are closed unless they say something else. Branches of a combinator that stands beside
 * `properties`, and those of `allOf`, `if` and `not`, describe a part of an object only: closing them would refuse the rest.
 */
function closeObjects(node: JsonObject, depth: number): JsonObject {
  if (depth > maxSchemaDepth) throw new Error('the schema is nested too deeply')
  const block = typeof node.$ref === 'string' ? findBuildingBlock(node.$ref) : undefined
  if (block !== undefined) return closeObjects(fillIn(block, node), depth)
  const types = node['x-reference']
  if (Array.isArray(types) && node.properties === undefined) return expandReference(node, types)
  const closed = mapSubschemas(node, (schema, keyword) => {
    const isWhole = wholes.has(keyword) || (alternatives.has(keyword) && node.properties === undefined)
    return isWhole ? closeObjects(schema, depth + 1) : schema
  })
  if (node['x-secret'] === true) closed.maxLength ??= maxSecretLength
  const isOpen = node.additionalProperties !== undefined || node.unevaluatedProperties !== undefined
  if (isJsonObject(node.properties) && !isOpen) closed.additionalProperties = false
  return closed
}

/** What stands beside the name of a building block says more of it, such as a `description` or a `maxLength`. */
function fillIn(block: JsonObject, { $ref: _name, ...more }: JsonObject): JsonObject {
  return { ...block, ...more }
}

function expandReference(node: JsonObject, types: readonly JsonValue[]): JsonObject {
  return { ...referenceSchema(types.map(String)), ...node }
}
