/** Equality of JSON values; of references, equality of their targets, whichever form each is written in. */
import { isJsonObject, type JsonObject } from '../../kernel/json.ts'
import { isReference, readTarget } from './read-key.ts'

export function isEqual(left: unknown, right: unknown): boolean {
  if (left === right) return true
  if (Array.isArray(left)) return Array.isArray(right) && areItemsEqual(left, right)
  return isJsonObject(left) && isJsonObject(right) && areObjectsEqual(left, right)
}

function areItemsEqual(left: readonly unknown[], right: readonly unknown[]): boolean {
  return left.length === right.length && left.every((item, index) => isEqual(item, right[index]))
}

function areObjectsEqual(left: JsonObject, right: JsonObject): boolean {
  if (isReference(left) && isReference(right)) {
    const [one, other] = [readTarget(left), readTarget(right)]
    return one?.resourceType === other?.resourceType && one?.id === other?.id
  }
  const keys = namedKeys(left)
  if (keys.length !== namedKeys(right).length) return false
  return keys.every((key) => Object.hasOwn(right, key) && isEqual(left[key], right[key]))
}

/** The request object keeps keys without a value; they count as absent. */
function namedKeys(value: JsonObject): string[] {
  return Object.keys(value).filter((key) => value[key] !== undefined)
}
