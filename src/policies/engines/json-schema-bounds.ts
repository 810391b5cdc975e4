/** Refuses the JSON Schemas whose validation can take more than time in proportion to the schema and the request. */
import { isJsonObject, type JsonObject, type JsonValue } from '../../kernel/json.ts'

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

function walk(value: JsonValue | undefined, depth: number, state: Walk): string | null {
  state.parts += 1
  if (state.parts > maxParts || depth > maxDepth) {
    return `A schema, with its references followed, has at most ${maxParts} parts, ${maxDepth} deep`
  }
  if (Array.isArray(value)) return firstProblem(value, depth, state)
  if (!isJsonObject(value)) return null
  const problem = findUnboundedKeyword(value)
  if (problem !== null) return problem
  if (typeof value.$ref === 'string') {
    const target = resolve(value.$ref, state.root)
    if (target === undefined) return '`$ref` must name a part of the schema, such as #/definitions/name'
    const beyond = walk(target, depth + 1, state)
    if (beyond !== null) return beyond
  }
  return firstProblem(Object.values(value), depth, state)
}

function firstProblem(values: readonly (JsonValue | undefined)[], depth: number, state: Walk): string | null {
  for (const value of values) {
    const problem = walk(value, depth + 1, state)
    if (problem !== null) return problem
  }
  return null
}

function findUnboundedKeyword(value: JsonObject): string | null {
  if (value.uniqueItems === true) return '`uniqueItems` is not offered in policies'
  if (typeof value.$id === 'string' || value.$async !== undefined) return '`$id` and `$async` are not offered'
  return null
}

/** RFC 6901 pointers within the document. */
function resolve(reference: string, root: JsonObject): JsonValue | undefined {
  if (reference === '#') return root
  if (!reference.startsWith('#/')) return undefined
  let current: JsonValue | undefined = root
  for (const part of reference.slice(2).split('/')) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~')
    const holder: unknown = current
    if (typeof holder !== 'object' || holder === null || !Object.hasOwn(holder, key)) return undefined
    current = (holder as Record<string, JsonValue | undefined>)[key]
  }
  return current
}
