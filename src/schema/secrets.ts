/** Reading, setting and removing the write-only values of a document; documents are never changed in place. */
import { isJsonObject, type JsonObject, type JsonValue } from '../kernel/json.ts'
import type { ResourceType } from './registry.ts'

export type SecretPath = readonly string[]

/** The document without its write-only values, for answers, events and rules. The same object when it has none. */
export function withoutSecrets(type: Pick<ResourceType, 'secretPaths'>, resource: JsonObject): JsonObject {
  return type.secretPaths.reduce<JsonObject>((current, path) => withoutValue(current, path), resource)
}

/** The value at a path, undefined when there is none; `null` is a value. */
export function findValue(resource: JsonObject, path: SecretPath): JsonValue | undefined {
  let current: JsonValue | undefined = resource
  for (const name of path) {
    if (!isJsonObject(current) || !Object.hasOwn(current, name)) return undefined
    current = current[name]
  }
  return current
}

/** A copy with the value at the path; objects on the way are made. Spread keeps the digits of numbers. */
export function withValue(resource: JsonObject, path: SecretPath, value: JsonValue): JsonObject {
  const [name, ...rest] = path
  if (name === undefined) return resource
  const child = resource[name]
  const next = rest.length === 0 ? value : withValue(isJsonObject(child) ? child : {}, rest, value)
  return { ...resource, [name]: next }
}

/** A copy without the value at the path, in each element where a list is on the way, and without objects that became empty by it. */
export function withoutValue(resource: JsonObject, path: SecretPath): JsonObject {
  const [name, ...rest] = path
  if (name === undefined || !Object.hasOwn(resource, name)) return resource
  const { [name]: child, ...others } = resource
  if (rest.length === 0) return others
  const next = withoutValueIn(child, rest)
  if (next === child) return resource
  return isJsonObject(next) && Object.keys(next).length === 0 ? others : { ...resource, [name]: next }
}

/** A document that was not checked yet may have a list where its schema has an object. */
function withoutValueIn(child: JsonValue | undefined, path: SecretPath): JsonValue | undefined {
  if (isJsonObject(child)) return withoutValue(child, path)
  if (!Array.isArray(child)) return child
  const next = child.map((item) => withoutValueIn(item, path) ?? item)
  return next.every((item, at) => item === child[at]) ? child : next
}
