/** Values that fit a JSON Schema of the OpenAPI document, and the same with a mistake, drawn at random. */
import { isJsonObject, type JsonObject, type JsonValue } from '../../src/kernel/json.ts'
import type { Choices } from './random-choices.ts'

/** For every pattern and format that the schemas have there is one that fits. */
const texts = [
  ...['text', 'a', 'code', 'EUR', 'de-CH', '2024-03-14', '2024-03-14T10:00:00Z', '12:30:00'],
  ...['https://a.example/x', 'http://127.0.0.1/cb', 'ann@example.com', 'user/Patient.read', 'Patient/p1'],
]

export interface Drawing {
  readonly choices: Choices
  /** What a reference names. */
  readonly resolve: (reference: string) => JsonObject
  readonly fits: (schema: JsonObject, value: JsonValue) => boolean
}

/** Undefined: none was found, or none is wanted. `depth`: of optional fields. */
export function drawValue(schema: JsonObject, drawing: Drawing, depth = 4): JsonValue | undefined {
  const { choices, resolve, fits } = drawing
  const { $ref, enum: listed } = schema
  if (typeof $ref === 'string') return drawValue(resolve($ref), drawing, depth)
  if ('const' in schema) return schema.const
  if (Array.isArray(listed)) return choices.one(listed)
  if (schema.writeOnly === true) return undefined
  const branches = [schema.anyOf, schema.oneOf].flat().filter(isJsonObject)
  if (branches.length > 0 && schema.properties === undefined)
    return drawValue(choices.one(branches), drawing, depth)
  const [kind] = [schema.type].flat()
  if (kind === 'object') return drawObject(schema, drawing, depth)
  if (kind === 'array') {
    const item = isJsonObject(schema.items) ? drawValue(schema.items, drawing, depth - 1) : 'x'
    return item === undefined ? undefined : [item]
  }
  const candidates = kind === 'boolean' ? [true, false] : kind === 'string' ? texts : [3, 0, 1, 60, 3600]
  const fitting = candidates.filter((value) => fits(schema, value))
  return fitting.length === 0 ? undefined : choices.one(fitting)
}

function drawObject(schema: JsonObject, drawing: Drawing, depth: number): JsonObject | undefined {
  const required = Array.isArray(schema.required) ? schema.required : []
  const object: JsonObject = {}
  for (const [name, field] of Object.entries(isJsonObject(schema.properties) ? schema.properties : {})) {
    const isWanted = required.includes(name) || (depth > 0 && drawing.choices.number(3) === 0)
    const value = isWanted && isJsonObject(field) ? drawValue(field, drawing, depth - 1) : undefined
    if (value !== undefined) object[name] = value
  }
  // Empty objects are left out, which is no mistake.
  return Object.keys(object).length === 0 && required.length === 0 ? undefined : object
}

/** A mistake at one place: another kind of value, a field that is not known, or one that is missing. */
export function spoil(value: JsonObject, choices: Choices): JsonObject {
  const copy = structuredClone(value)
  const holders = listHolders(copy)
  const holder = choices.one(holders)
  const names = Object.keys(holder)
  const name = choices.one(names)
  const kind = choices.number(3)
  if (kind === 0 && !Array.isArray(holder)) holder.noSuchField = 'x'
  else if (kind === 1 && !Array.isArray(holder)) delete holder[name]
  else
    Reflect.set(
      holder,
      name,
      choices.one<JsonValue>(['§ §', -1, 1.5, true, { no: 1 }, ['§'], 'x'.repeat(70_000)]),
    )
  return copy
}

function listHolders(value: JsonValue | undefined): (JsonObject | JsonValue[])[] {
  if (typeof value !== 'object' || value === null || Object.keys(value).length === 0) return []
  return [value, ...Object.values(value).flatMap(listHolders)]
}
