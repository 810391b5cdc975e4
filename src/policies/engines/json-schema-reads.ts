/** What a JSON Schema looks at of a request: names that stand in its `properties` and `required`, wherever. */

import { everyParameter } from '../../engine/ports/access.ts'
import { isJsonObject, type JsonObject, type JsonValue } from '../../kernel/json.ts'
import { resolvePointer, walkSchema } from '../../schema/walk-schema.ts'
import { requestParts } from '../decisions/request-object.ts'
import type { RuleReads } from './engine.ts'

export function findSchemaReads(schema: JsonObject): RuleReads {
  const parts = partsOf(schema)
  const ofParams = parts.flatMap(({ properties }) => {
    const params = isJsonObject(properties) ? resolve(schema, properties.params) : undefined
    return isJsonObject(params) ? partsOf(params) : []
  })
  const parameters = ofParams.flatMap(namesOf).filter((name) => !name.startsWith('resource/'))
  const names = new Set(parts.flatMap(namesOf))
  // A pattern or a reference may mean any name, and the text of the query any of its parameters.
  const isOpen = parts.some(({ patternProperties }) => patternProperties !== undefined)
  const isOfAll = isOpen || names.has('query-string') || ofParams.some(({ $ref }) => $ref !== undefined)
  if (isOfAll) parameters.push(everyParameter)
  return {
    stored: isOpen || names.has('stored'),
    parameters: [...new Set(parameters)],
    // A schema may say something of what it does not name, such as how many there are.
    parts: requestParts,
  }
}

function partsOf(schema: JsonObject): readonly JsonObject[] {
  const parts: JsonObject[] = []
  walkSchema(schema, (part) => void parts.push(part))
  return parts
}

function resolve(root: JsonObject, schema: JsonValue | undefined): JsonValue | undefined {
  return isJsonObject(schema) && typeof schema.$ref === 'string' ? resolvePointer(root, schema.$ref) : schema
}

function namesOf({ properties, required }: JsonObject): readonly string[] {
  const named = isJsonObject(properties) ? Object.keys(properties) : []
  const wanted = Array.isArray(required) ? required.filter((name) => typeof name === 'string') : []
  return [...named, ...wanted]
}
