/** What a JSON Schema demands with `const` and `enum` of what every request has, or of what it requires. */
import { isJsonObject, type JsonObject } from '../../kernel/json.ts'
import {
  type Demands,
  demandAt,
  demandsNothing,
  demandsOfAll,
  demandsOfParts,
  oneOf,
} from '../decisions/demands.ts'

/** Every request has them. */
const alwaysThere = new Set(['operation', 'operation.id', 'request-method'])
/** An object, where they are there: of anything else `properties` say nothing, whatever is required. */
const objects = new Set(['', 'operation', 'params', 'headers', 'user', 'client', 'session', 'jwt'])

export function findSchemaDemands(schema: JsonObject): Demands {
  return demandsOf(schema, [])
}

function demandsOf(schema: unknown, path: readonly string[]): Demands {
  // Beside a `$ref` draft-07 ignores everything.
  if (!isJsonObject(schema) || schema.$ref !== undefined) return demandsNothing
  const { const: only, enum: several, properties, required, type, nullable } = schema
  const own = demandAt(path, only === undefined ? oneOf(several) : oneOf([only]))
  const isObject = objects.has(path.join('.')) || (type === 'object' && nullable !== true)
  if (!isObject || !isJsonObject(properties)) return own
  const names: readonly unknown[] = Array.isArray(required) ? required : []
  const isThere = (at: readonly string[]) => names.includes(at.at(-1)) || alwaysThere.has(at.join('.'))
  const inside = demandsOfParts(properties, path, (part, at) =>
    isThere(at) ? demandsOf(part, at) : demandsNothing,
  )
  return demandsOfAll([own, ...inside])
}
