/** Refuses the JSON Schemas whose validation can take more than time in proportion to the schema and the request. */
import { isJsonObject, type JsonObject, type JsonValue } from '../../kernel/json.ts'
import { mapSubschemas, resolvePointer, subschemas } from '../../schema/walk-schema.ts'

const maxParts = 5000
const maxDepth = 64

interface Walk {
  readonly root: JsonObject
  parts: number
}

/**
 * What is wrong, or null. References are followed as a validator would: a schema that refers to itself, or whose
 * references multiply, runs into the limits.
 */
export function findUnboundedSchema(schema: JsonObject): string | null {
  return walk(schema, 0, { root: schema, parts: 0 })
}

function walk(schema: JsonObject, depth: number, state: Walk): string | null {
  state.parts += countParts(schema)
  if (state.parts > maxParts || depth > maxDepth) {
    return `A schema, with its references followed, has at most ${maxParts} parts, ${maxDepth} deep`
  }
  const problem = findUnboundedKeyword(schema)
  if (problem !== null) return problem
  const inside = [...subschemas(schema)]
  if (typeof schema.$ref === 'string') {
    const target = resolvePointer(state.root, schema.$ref)
    if (target === undefined) return '`$ref` must name a part of the schema, such as #/definitions/name'
    if (isJsonObject(target)) inside.push(target)
  }
  for (const inner of inside) {
    const beyond = walk(inner, depth + 1, state)
    if (beyond !== null) return beyond
  }
  return null
}

/** All that stands in it, but not what stands in the schemas within, which are counted by themselves. */
function countParts(schema: JsonObject): number {
  return countValues(mapSubschemas(schema, () => true))
}

function countValues(value: JsonValue | undefined): number {
  if (typeof value !== 'object' || value === null) return 1
  return Object.values(value).reduce<number>((sum, inner) => sum + countValues(inner), 1)
}

function findUnboundedKeyword(value: JsonObject): string | null {
  if (value.uniqueItems === true) return '`uniqueItems` is not offered in policies'
  if (typeof value.$id === 'string' || value.$async !== undefined) return '`$id` and `$async` are not offered'
  return null
}
