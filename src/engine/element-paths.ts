/**
 * Parts of documents by dotted paths of elements, such as `name.given`. Lists on the way are passed through, and a
 * primitive's path names its extensions in `_name` too (https://hl7.org/fhir/R4/json.html#primitive). Documents are
 * never changed in place, and spreading keeps the digits of numbers.
 */
import { isJsonObject, type JsonObject, type JsonValue } from '../kernel/json.ts'

/** Paths as lists of names; one without names means the whole value. */
export type Paths = readonly (readonly string[])[]

export function parseElementPaths(paths: readonly string[]): Paths {
  return paths.map((path) => path.split('.'))
}

/** What the paths mean inside the element of this name. */
export function inside(paths: Paths, name: string): Paths {
  return paths.flatMap(([first, ...rest]) =>
    first === name || (rest.length === 0 && `_${first}` === name) ? [rest] : [],
  )
}

export function isWhole(paths: Paths): boolean {
  return paths.some((path) => path.length === 0)
}

/** The document without what lies at the paths, and without what became empty by it. The same object when nothing lies there. */
export function withoutElements(document: JsonObject, paths: readonly string[]): JsonObject {
  const left = omit(document, parseElementPaths(paths))
  return isJsonObject(left) ? left : {}
}

/** Undefined: nothing is left of it. */
export function omit(value: JsonValue | undefined, paths: Paths): JsonValue | undefined {
  if (isWhole(paths)) return undefined
  if (paths.length === 0) return value
  if (Array.isArray(value)) return omitFromList(value, paths)
  return isJsonObject(value) ? changeMembers(value, (child, name) => omit(child, inside(paths, name))) : value
}

function omitFromList(list: JsonValue[], paths: Paths): JsonValue | undefined {
  const left = list.map((item) => omit(item, paths))
  if (left.every((item, index) => item === list[index])) return list
  const kept = left.filter((item) => item !== undefined)
  return kept.length === 0 ? undefined : kept
}

/** Only what lies at the paths, where it lies: lists keep their positions. Undefined: nothing. */
export function pick(value: JsonValue | undefined, paths: Paths): JsonValue | undefined {
  if (isWhole(paths)) return value
  if (paths.length === 0) return undefined
  if (Array.isArray(value)) {
    const picked = value.map((item) => pick(item, paths) ?? null)
    return picked.every((item) => item === null) ? undefined : picked
  }
  return isJsonObject(value)
    ? changeMembers(value, (child, name) => pick(child, inside(paths, name)))
    : undefined
}

/** Whether a body says anything at the path, be it null. */
export function isNamed(value: JsonValue | undefined, path: readonly string[]): boolean {
  if (path.length === 0) return value !== undefined
  if (Array.isArray(value)) return value.some((item) => isNamed(item, path))
  if (!isJsonObject(value)) return false
  return Object.keys(value).some((name) => inside([path], name).some((rest) => isNamed(value[name], rest)))
}

/** Undefined: no member is left. The same object when nothing changed. */
function changeMembers(
  object: JsonObject,
  change: (value: JsonValue | undefined, name: string) => JsonValue | undefined,
): JsonObject | undefined {
  const changed = { ...object }
  for (const [name, value] of Object.entries(object)) {
    const next = change(value, name)
    if (next === undefined) delete changed[name]
    else changed[name] = next
  }
  const names = Object.keys(changed)
  if (names.length === 0) return undefined
  const isSame =
    names.length === Object.keys(object).length && names.every((name) => changed[name] === object[name])
  return isSame ? object : changed
}
