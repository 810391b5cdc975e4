/** What every FHIR R4 data type has (https://hl7.org/fhir/R4/element.html). */
import { type SchemaOptions, type TProperties, type TUnsafe, Type } from '@sinclair/typebox'
import type { JsonObject, JsonValue } from '../../kernel/json.ts'

/** A FHIR string; the specification allows 1 MB, fields of these types never need it. */
export const Text = Type.String({ minLength: 1, maxLength: 65_536 })
export const Code = Type.String({ pattern: '^[^\\s]+(\\s[^\\s]+)*$', maxLength: 256 })
export const Uri = Type.String({ minLength: 1, maxLength: 2048 })

/** A code from a closed list: one `enum`, which explains itself better than a union of literals. */
export function OneOf<const T extends readonly string[]>(...codes: T): TUnsafe<T[number]> {
  return Type.Unsafe<T[number]>({ type: 'string', enum: [...codes] })
}

/** Anything that JSON can say; kept as it came. */
export function AnyValue(options: SchemaOptions = {}): TUnsafe<JsonValue> {
  return Type.Unsafe<JsonValue>(options)
}

/** An object with whatever fields; kept as it came. */
export function AnyObject(options: SchemaOptions = {}): TUnsafe<JsonObject> {
  return Type.Unsafe<JsonObject>({ type: 'object', properties: {}, additionalProperties: true, ...options })
}

/** https://hl7.org/fhir/R4/extensibility.html. Values (`value[x]`) are not checked. */
export const Extension = Type.Object({ url: Uri }, { additionalProperties: true })

/** Fields that start with an underscore carry ids and extensions of primitive fields (R4 json.html §2.6.2). */
export const primitiveExtensions = { '^_[a-z][A-Za-z0-9]*$': {} }

/** A closed object with `id` and `extension` beside its own fields. */
export function Element<T extends TProperties>(properties: T) {
  const common = {
    id: Type.Optional(Type.String({ maxLength: 64 })),
    extension: Type.Optional(Type.Array(Extension)),
  }
  return Type.Object(
    { ...common, ...properties },
    { additionalProperties: false, patternProperties: primitiveExtensions },
  )
}
