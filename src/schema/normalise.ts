/** Tidies a document before it is checked and stored: no nulls, no empty objects or lists, one form of references. */
import type { JsonObject, JsonValue } from '../kernel/json.ts'
import { pause } from '../kernel/pause.ts'
import { readReference } from './reference.ts'
import type { Shape } from './shape.ts'

/** A copy where something had to change, the same object where nothing had. Spread keeps the digits of numbers. */
export function normalise(resource: JsonObject, shape: Shape): JsonObject {
  return normaliseObject(resource, shape) ?? {}
}

const elementsASlice = 200
const sliceMs = 5

/**
 * The same with pauses in between, for a large resource: its own lists are tidied slice by slice. `rest` lets the process
 * do something else.
 */
export async function normaliseInSlices(
  resource: JsonObject,
  shape: Shape,
  rest = pause,
): Promise<JsonObject> {
  const lists = new Map<string, JsonValue[] | undefined>()
  for (const [name, value] of Object.entries(resource)) {
    const own = fieldShape(shape, name)
    const isLong = Array.isArray(value) && value.length > elementsASlice
    if (!isLong || own?.kind === 'verbatim' || isAligned(resource, name)) continue
    lists.set(name, await normaliseListInSlices(value, own, rest))
  }
  return normaliseObject(resource, shape, lists) ?? {}
}

async function normaliseListInSlices(list: JsonValue[], shape: Shape | undefined, rest: typeof pause) {
  const tidy: JsonValue[] = []
  let since = performance.now()
  for (let start = 0; start < list.length; start += elementsASlice) {
    tidy.push(...(normaliseList(list.slice(start, start + elementsASlice), shape) ?? []))
    if (performance.now() - since <= sliceMs) continue
    await rest()
    since = performance.now()
  }
  if (tidy.length < list.length) return tidy.length > 0 || shape?.keepsEmpty === true ? tidy : undefined
  return tidy.every((item, position) => item === list[position]) ? list : keepDigits(list, tidy)
}

/** Undefined: nothing is left of it. */
function normaliseValue(value: JsonValue | undefined, shape: Shape | undefined): JsonValue | undefined {
  if (value === undefined || (value === null && shape?.keepsEmpty !== true)) return undefined
  if (value === null) return value
  if (typeof value !== 'object' || shape?.kind === 'verbatim') return value
  if (Array.isArray(value)) return normaliseList(value, shape)
  // An object where the schema has something else is the check's to refuse, also when nothing is left of it.
  if (shape?.keepsEmpty === true) return value
  if (shape?.kind === 'reference') return normaliseObject(toCanonicalReference(value), undefined)
  return normaliseObject(value, shape)
}

function normaliseList(list: JsonValue[], shape: Shape | undefined): JsonValue[] | undefined {
  let changed: JsonValue[] | undefined
  for (const [position, item] of list.entries()) {
    const next = normaliseValue(item, shape?.items)
    if (next !== item && changed === undefined) changed = list.slice(0, position)
    if (changed !== undefined && next !== undefined) changed.push(next)
  }
  const nothing = shape?.keepsEmpty === true ? [] : undefined
  if (changed === undefined) return list.length === 0 && nothing === undefined ? undefined : list
  if (changed.length === 0) return nothing
  return changed.length === list.length ? keepDigits(list, changed) : changed
}

/** Digits of numbers hang on the list under symbols; they fit as long as no element moved. */
function keepDigits(from: JsonValue[], to: JsonValue[]): JsonValue[] {
  for (const key of Object.getOwnPropertySymbols(from)) Reflect.set(to, key, Reflect.get(from, key))
  return to
}

/** `lists`: members that are tidied already. */
function normaliseObject(
  object: JsonObject,
  shape: Shape | undefined,
  lists?: ReadonlyMap<string, JsonValue[] | undefined>,
): JsonObject | undefined {
  let changed: JsonObject | undefined
  for (const name of Object.keys(object)) {
    const value = object[name]
    if (isAligned(object, name)) continue
    const next = lists?.has(name) ? lists.get(name) : normaliseValue(value, fieldShape(shape, name))
    if (next === value) continue
    changed ??= { ...object }
    if (next === undefined) delete changed[name]
    else changed[name] = next
  }
  const result = changed ?? object
  return Object.keys(result).length === 0 ? undefined : result
}

function fieldShape(shape: Shape | undefined, name: string): Shape | undefined {
  return shape?.fields.get(name) ?? shape?.others
}

/** Lists of primitives and of their extensions are aligned by nulls (https://hl7.org/fhir/R4/json.html#primitive). */
function isAligned(object: JsonObject, name: string): boolean {
  if (!Array.isArray(object[name])) return false
  const partner = name.startsWith('_') ? name.slice(1) : `_${name}`
  return Array.isArray(object[partner])
}

/** `{resourceType, id}` becomes `reference`. What contradicts itself is left for the check to refuse. */
function toCanonicalReference(value: JsonObject): JsonObject {
  const { resourceType, id, ...rest } = value
  if (typeof resourceType !== 'string' || typeof id !== 'string') return value
  const target = readReference(value)
  if (target === null || target === 'contradictory') return value
  return { ...rest, reference: rest.reference ?? `${target.resourceType}/${target.id}` }
}
