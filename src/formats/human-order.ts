/** The order of fields for people: the database keeps none, and what a resource is should come first. */
import { isJsonObject, type JsonObject, type JsonValue } from '../kernel/json.ts'

/** `resourceType`, `id`, `meta`, then the rest; in the entries of a Bundle too. Spread keeps the digits of numbers. */
export function inHumanOrder(resource: JsonObject): JsonObject {
  const { resourceType, id, meta, entry, ...rest } = resource
  if (typeof resourceType !== 'string') return resource
  const ordered: JsonObject = { resourceType }
  if (id !== undefined) ordered.id = id
  if (meta !== undefined) ordered.meta = meta
  Object.assign(ordered, rest)
  if (entry !== undefined) ordered.entry = resourceType === 'Bundle' ? orderEntries(entry) : entry
  return ordered
}

function orderEntries(entries: JsonValue): JsonValue {
  if (!Array.isArray(entries)) return entries
  return entries.map((one) =>
    isJsonObject(one) && isJsonObject(one.resource) ? { ...one, resource: inHumanOrder(one.resource) } : one,
  )
}
