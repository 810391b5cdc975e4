/** A reference to another resource (https://hl7.org/fhir/R4/references.html), as schema authors write it. */
import { type TUnsafe, Type } from '@sinclair/typebox'

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
export function referenceSchema(types: readonly string[]): Record<string, unknown> {
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
