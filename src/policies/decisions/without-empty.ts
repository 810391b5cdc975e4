/** What a policy sees has no empty texts: one says as little as an absent value. */
import type { JsonObject, JsonValue } from '../../kernel/json.ts'

/** Also without the lists and objects that had nothing else; the same object where there is no empty text. */
export function withoutEmpty(object: JsonObject): JsonObject | undefined {
  let changed: JsonObject | undefined
  for (const name of Object.keys(object)) {
    const next = withoutEmptyValue(object[name])
    if (next === object[name]) continue
    changed ??= { ...object }
    if (next === undefined) delete changed[name]
    else changed[name] = next
  }
  return changed !== undefined && Object.keys(changed).length === 0 ? undefined : (changed ?? object)
}

function withoutEmptyValue(value: JsonValue | undefined): JsonValue | undefined {
  if (typeof value !== 'object' || value === null) return value === '' ? undefined : value
  return Array.isArray(value) ? withoutEmptyItems(value) : withoutEmpty(value)
}

function withoutEmptyItems(list: JsonValue[]): JsonValue[] | undefined {
  let changed: JsonValue[] | undefined
  for (let at = 0; at < list.length; at += 1) {
    const next = withoutEmptyValue(list[at])
    if (next !== list[at]) changed ??= list.slice(0, at)
    if (changed !== undefined && next !== undefined) changed.push(next)
  }
  return changed?.length === 0 ? undefined : (changed ?? list)
}
