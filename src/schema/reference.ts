/** References to other resources (https://hl7.org/fhir/R4/references.html): how schemas say them, and the one reading of them. */
import { type TUnsafe, Type } from '@sinclair/typebox'
import { isJsonObject, type JsonObject } from '../kernel/json.ts'
import { isResourceId } from './resource-id.ts'

/** A reference as it is stored and answered. */
export type ReferenceValue = {
  readonly reference?: string
  readonly type?: string
  readonly display?: string
  readonly identifier?: {
    readonly use?: string
    readonly system?: string
    readonly value?: string
  }
}

/**
 * A reference that may point to the named types, to any when none is named. Callers may also send
 * `{resourceType, id}`; that form is turned into `reference` before validation.
 */
export function Reference(...types: string[]): TUnsafe<ReferenceValue> {
  return Type.Unsafe<ReferenceValue>(referenceSchema(types))
}

/** The plain JSON Schema of a reference; `x-reference` marks it for search, normalisation and documents. */
export function referenceSchema(types: readonly string[]): JsonObject {
  return {
    type: 'object',
    'x-reference': [...types],
    additionalProperties: false,
    properties: {
      reference: { type: 'string', minLength: 1, maxLength: 2048 },
      type: { type: 'string', minLength: 1, maxLength: 256 },
      display: { type: 'string', maxLength: 4096 },
      identifier: {
        type: 'object',
        additionalProperties: false,
        properties: {
          use: { type: 'string', maxLength: 64 },
          type: { type: 'object', additionalProperties: true },
          system: { type: 'string', maxLength: 2048 },
          value: { type: 'string', maxLength: 2048 },
          period: { type: 'object', additionalProperties: true },
          assigner: { type: 'object', additionalProperties: true },
        },
      },
      extension: { type: 'array', items: { type: 'object', additionalProperties: true } },
    },
  }
}

/** What a reference names on this server. */
export interface ReferenceTarget {
  readonly resourceType: string
  readonly id: string
}

/** The type in a reference. Whether there is such a type, and with a capital as all have, is another question. */
export const referencedType = '[A-Za-z][A-Za-z0-9]{0,63}'

const relative = new RegExp(`^(${referencedType})/([^/]+)(?:/_history/([^/]+))?$`)

/** The type that a relative reference names, even if there can be no such type or id; undefined for other references. */
export function namedType(text: string): string | undefined {
  return relative.exec(text)?.[1]
}

/** The target of `Type/id` or `Type/id/_history/version` (references.html#literal); null for anything else, absolute URLs included. */
export function parseReference(text: string): ReferenceTarget | null {
  const [, resourceType = '', id, version] = relative.exec(text) ?? []
  if (!/^[A-Z]/.test(resourceType) || !isResourceId(id)) return null
  return version === undefined || isResourceId(version) ? { resourceType, id } : null
}

/**
 * The target of `{reference}`, of `{resourceType, id}` or of both; null when there is none. `contradictory`: `reference`
 * names one target and `resourceType` or `id` another, so that two readers could see two.
 */
export function readReference(value: unknown): ReferenceTarget | 'contradictory' | null {
  if (!isJsonObject(value)) return null
  const [resourceType, id, reference] = ['resourceType', 'id', 'reference'].map((name) =>
    Object.hasOwn(value, name) ? (value[name] ?? undefined) : undefined,
  )
  if (typeof reference !== 'string') {
    return typeof resourceType === 'string' && isResourceId(id)
      ? parseReference(`${resourceType}/${id}`)
      : null
  }
  const target = parseReference(reference)
  if (target === null) return null
  const isSame =
    (resourceType ?? target.resourceType) === target.resourceType && (id ?? target.id) === target.id
  return isSame ? target : 'contradictory'
}

/** The id that a reference to the type has; undefined for another type or none. */
export function referenceId(value: unknown, type: string): string | undefined {
  const target = readReference(value)
  return target !== null && target !== 'contradictory' && target.resourceType === type ? target.id : undefined
}
