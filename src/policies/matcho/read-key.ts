/** Reading a key of a value as policies see it: own properties only, and references in both of their forms. */
import { isJsonObject, type JsonObject } from '../../kernel/json.ts'
import { parseReference, type ReferenceTarget, readReference } from '../../schema/reference.ts'
import { PolicyFailure } from '../engines/engine.ts'

/** What a Reference may have. An object with other keys beside `resourceType` and `id` is a resource. */
const referenceKeys = new Set([
  'resourceType',
  'id',
  'reference',
  'type',
  'identifier',
  'display',
  'extension',
])

/** The value of an own key. Absent: undefined. */
export function readKey(value: unknown, key: string): unknown {
  return isJsonObject(value) ? keyReader(key)(value) : undefined
}

/** Reads one key of any object, as `readKey` does. */
export function keyReader(key: string): (value: JsonObject) => unknown {
  if (key === 'resourceType' || key === 'id') return (value) => readTargetKey(value, key)
  if (key === 'reference') return readReferenceKey
  // Documents inherit from nothing else, so that most names need no look for whose they are.
  if (key in Object.prototype) return (value) => (Object.hasOwn(value, key) ? value[key] : undefined)
  return (value) => value[key]
}

function readReferenceKey(value: JsonObject): unknown {
  if (value.reference !== undefined) return value.reference
  const target = isReference(value) ? readTarget(value) : null
  return target === null ? undefined : `${target.resourceType}/${target.id}`
}

/** Own keys, and array positions as numbers. */
export function readPath(value: unknown, path: readonly string[]): unknown {
  let current = value
  for (const key of path) {
    current = Array.isArray(current) ? readPosition(current, key) : readKey(current, key)
    if (current === undefined) return undefined
  }
  return current
}

function readPosition(value: readonly unknown[], key: string): unknown {
  return /^(0|[1-9]\d{0,8})$/.test(key) ? value[Number(key)] : undefined
}

/** Of an object with a `reference`: what this one names. */
function readTargetKey(value: JsonObject, key: 'resourceType' | 'id'): unknown {
  return typeof value.reference === 'string' ? (readTarget(value)?.[key] ?? value[key]) : value[key]
}

/** The target of a Reference or of a `Type/id` string; null when there is none. */
export function readTarget(value: unknown): ReferenceTarget | null {
  const target = typeof value === 'string' ? parseReference(value) : readReference(value)
  // It could show a policy one target and the engine the other, so a policy that looks at it fails. An element's own `id`
  // (FHIR's Element.id) is no exception.
  if (target === 'contradictory') {
    throw new PolicyFailure('A reference contradicts itself: `reference` names another target')
  }
  return target
}

/** A Reference as such: has a target, and no keys that only a resource has. */
export function isReference(value: JsonObject): boolean {
  return Object.keys(value).every((key) => referenceKeys.has(key)) && readTarget(value) !== null
}
