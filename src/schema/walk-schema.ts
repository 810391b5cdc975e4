/**
 * Where schemas stand within a JSON Schema (draft-07 and the drafts after it): the one place that knows. Not
 * json-schema-traverse, which visits, but neither maps nor follows references.
 */
import { isJsonObject, type JsonObject, type JsonValue } from '../kernel/json.ts'
import { isKeyword } from './keywords.ts'

/** Their members are schemas. `dependencies` also has lists of names, which are passed over. */
const ofNames: ReadonlySet<string> = new Set([
  'properties',
  'patternProperties',
  '$defs',
  'definitions',
  'dependencies',
  'dependentSchemas',
])
/** What stands below them is data, whatever it looks like; so is what custom keywords hold. */
const ofData: ReadonlySet<string> = new Set(['const', 'enum', 'default', 'examples', 'example'])

/** `steps`: from the node to the schema, such as `['properties', 'name']`. */
type MapSubschema = (
  schema: JsonObject,
  keyword: string,
  steps: readonly (string | number)[],
) => JsonValue | undefined

/** A copy with each schema that stands directly within replaced. Boolean schemas stay as they are. */
export function mapSubschemas(node: JsonObject, map: MapSubschema): JsonObject {
  const mapped: JsonObject = {}
  for (const [keyword, value] of Object.entries(node)) mapped[keyword] = mapKeyword(keyword, value, map)
  return mapped
}

function mapKeyword(keyword: string, value: JsonValue | undefined, map: MapSubschema): JsonValue | undefined {
  if (ofData.has(keyword) || keyword.startsWith('x-')) return value
  if (Array.isArray(value))
    return value.map((item, index) =>
      isJsonObject(item) ? (map(item, keyword, [keyword, index]) ?? item) : item,
    )
  if (!isJsonObject(value)) return value
  if (!ofNames.has(keyword)) return map(value, keyword, [keyword])
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      name,
      isJsonObject(item) ? map(item, keyword, [keyword, name]) : item,
    ]),
  )
}

/** The schemas that stand directly within one. */
export function subschemas(node: JsonObject): readonly JsonObject[] {
  const found: JsonObject[] = []
  mapSubschemas(node, (schema) => {
    found.push(schema)
    return schema
  })
  return found
}

/** Visits the schema and all within with the way to each; references are not followed. What an unknown keyword holds is not taken for a schema. */
export function visitPlaces(
  root: JsonObject,
  visit: (schema: JsonObject, path: readonly (string | number)[]) => void,
): void {
  const walk = (schema: JsonObject, path: readonly (string | number)[]): void => {
    visit(schema, path)
    mapSubschemas(schema, (inner, keyword, steps) => {
      if (isKeyword(keyword)) walk(inner, [...path, ...steps])
      return inner
    })
  }
  walk(root, [])
}

/** Visits the schema and all within, in each of its places, and once more what each reference names. */
export function walkSchema(root: JsonObject, visit: (schema: JsonObject) => void): void {
  const followed = new Set<string>()
  const walk = (schema: JsonObject): void => {
    visit(schema)
    for (const inner of subschemas(schema)) walk(inner)
    const { $ref } = schema
    if (typeof $ref !== 'string' || followed.has($ref)) return
    followed.add($ref)
    const target = resolvePointer(root, $ref)
    if (isJsonObject(target)) walk(target)
  }
  walk(root)
}

/** What `#/definitions/name` names (RFC 6901 §6); undefined for anything that is not in this schema. */
export function resolvePointer(root: JsonObject, reference: string): JsonValue | undefined {
  if (reference === '#') return root
  if (!reference.startsWith('#/')) return undefined
  let current: JsonValue | undefined = root
  for (const part of reference.slice(2).split('/')) {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~')
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, name)) return undefined
    current = Array.isArray(current) ? current[Number(name)] : current[name]
  }
  return current
}
