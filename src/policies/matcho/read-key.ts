/** Reading a key of a value as policies see it: own properties only, and references in both of their forms. */
import { isJsonObject, type JsonObject } from '../../kernel/json.ts'
import { PolicyFailure } from '../policy-failure.ts'

export interface ReferenceTarget {
  readonly resourceType: string
  readonly id: string
}

/** `Type/id` or `Type/id/_history/version` of this server (http://hl7.org/fhir/R4/references.html#literal). */
const relativeReference =
  /^([A-Z][A-Za-z0-9]{0,63})\/([A-Za-z0-9\-.]{1,64})(?:\/_history\/[A-Za-z0-9\-.]{1,64})?$/

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

/** The target of a `Type/id` string, null for anything else, absolute URLs included. */
export function parseReference(text: string): ReferenceTarget | null {
  const match = relativeReference.exec(text)
  return match?.[1] !== undefined && match[2] !== undefined ? { resourceType: match[1], id: match[2] } : null
}

/** The value of an own key. Absent: undefined. */
export function readKey(value: unknown, key: string): unknown {
  if (!isJsonObject(value)) return undefined
  if (key === 'resourceType' || key === 'id') return readTargetKey(value, key)
  if (Object.hasOwn(value, key)) return value[key]
  return key === 'reference' && isPlainReference(value) ? `${value.resourceType}/${value.id}` : undefined
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

/**
 * A reference that names one target in `reference` and another in `resourceType` or `id` could show a policy one and
 * the engine the other, so a policy that looks at it fails. An element's own `id` (FHIR's Element.id) is no exception.
 */
function readTargetKey(value: JsonObject, key: 'resourceType' | 'id'): unknown {
  const own = Object.hasOwn(value, key) ? value[key] : undefined
  const text = Object.hasOwn(value, 'reference') ? value.reference : undefined
  const target = typeof text === 'string' ? parseReference(text) : null
  if (target === null) return own
  if (own !== undefined && own !== null && own !== target[key]) {
    throw new PolicyFailure('A reference contradicts itself: `reference` names another target')
  }
  return target[key]
}

/** The target of a Reference or of a `Type/id` string; null when there is none. */
export function readReference(value: unknown): ReferenceTarget | null {
  if (typeof value === 'string') return parseReference(value)
  if (!isJsonObject(value)) return null
  const resourceType = readTargetKey(value, 'resourceType')
  const id = readTargetKey(value, 'id')
  return typeof resourceType === 'string' && typeof id === 'string' ? { resourceType, id } : null
}

function isPlainReference(value: JsonObject): boolean {
  const isNamed = Object.hasOwn(value, 'resourceType') && Object.hasOwn(value, 'id')
  if (!isNamed || typeof value.resourceType !== 'string' || typeof value.id !== 'string') return false
  return Object.keys(value).every((key) => referenceKeys.has(key))
}

/** A Reference as such: has a target, and no keys that only a resource has. */
export function isReference(value: JsonObject): boolean {
  return Object.keys(value).every((key) => referenceKeys.has(key)) && readReference(value) !== null
}
