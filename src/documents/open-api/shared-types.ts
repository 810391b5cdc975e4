/** Data types that several resource types have, as components of their own: each stands in the document once. */
import { isJsonObject, type JsonObject } from '../../kernel/json.ts'
import { closeSchema } from '../../schema/complete-schema.ts'
import { buildingBlockNames, findBuildingBlock } from '../../schema/datatypes/building-blocks.ts'
import { Meta } from '../../schema/datatypes/resource.ts'
import { mapSubschemas } from '../../schema/walk-schema.ts'

/** What says nothing of the values: it may differ where a data type is used. */
const annotations = /^(?:description|title|examples|default|x-.*)$/

export interface SharedTypes {
  /** By their names as components. */
  readonly schemas: Readonly<Record<string, JsonObject>>
  /** The schema with references in the place of what is shared, beside what its author said of it. */
  readonly share: (schema: JsonObject) => JsonObject
}

/** `taken`: names of components that are resource types; a data type of the same name gets another. */
export function createSharedTypes(taken: readonly string[]): SharedTypes {
  const types = listTypes()
  const names = new Map(
    Object.entries(types).map(([name, schema]) => [
      keyOf(schema),
      taken.includes(name) ? `${name}Type` : name,
    ]),
  )
  const share = (schema: JsonObject): JsonObject => {
    const name = isJsonObject(schema.properties) ? names.get(keyOf(schema)) : undefined
    if (name === undefined) return mapSubschemas(schema, share)
    const said = Object.entries(schema).filter(([keyword]) => annotations.test(keyword))
    return { $ref: `#/components/schemas/${name}`, ...Object.fromEntries(said) }
  }
  const schemas = Object.entries(types).map(([, schema]) => [
    names.get(keyOf(schema)) ?? '',
    mapSubschemas(schema, share),
  ])
  return { schemas: Object.fromEntries(schemas), share }
}

/** Those that are objects: a text or a code is said in place. */
function listTypes(): Record<string, JsonObject> {
  const blocks = buildingBlockNames.map((name) => [name, findBuildingBlock(name)] as const)
  const found: (readonly [string, JsonObject])[] = [['Meta', closeSchema(Meta)]]
  for (const [name, block] of blocks)
    if (block !== undefined && isJsonObject(block.properties)) found.push([name, closeSchema(block)])
  return Object.fromEntries(found)
}

function keyOf(schema: JsonObject): string {
  return JSON.stringify(Object.entries(schema).filter(([keyword]) => !annotations.test(keyword)))
}
