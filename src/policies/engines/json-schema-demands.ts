/** What a JSON Schema demands with `const` and `enum` of what every request has, or of what it requires. */
import { isJsonObject, type JsonObject, type JsonValue } from '../../kernel/json.ts'
import { collectDemands, type Demands, type Values } from '../decisions/demands.ts'

/** Every request has them. */
const alwaysThere = new Set(['operation', 'id', 'request-method'])

export function findSchemaDemands(schema: JsonObject): Demands {
  return collectDemands((path) => valuesAt(schema, path))
}

function valuesAt(schema: JsonValue | undefined, path: readonly string[]): Values {
  // Beside a `$ref` draft-07 ignores everything.
  if (!isJsonObject(schema) || schema.$ref !== undefined) return undefined
  const [key, ...rest] = path
  if (key === undefined) return literalsOf(schema)
  const isThere = alwaysThere.has(key) || (Array.isArray(schema.required) && schema.required.includes(key))
  return isThere && isJsonObject(schema.properties) ? valuesAt(schema.properties[key], rest) : undefined
}

function literalsOf({ const: only, enum: several }: JsonObject): Values {
  if (typeof only === 'string') return new Set([only])
  return Array.isArray(several) ? new Set(several.filter((one) => typeof one === 'string')) : undefined
}
