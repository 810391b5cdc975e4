/** Write-only values: hashed when they are written, never returned, searched or shown. How schemas mark them, and where. */
import { type StringOptions, type TString, Type } from '@sinclair/typebox'
import { isJsonObject, type JsonObject } from '../kernel/json.ts'
import { walkSchema } from './walk-schema.ts'

/** Of write-only values whose schema sets no bound: they are all given to a costly hash function. */
export const maxSecretLength = 1024

/** Of passwords and client secrets (NIST SP 800-63B §5.1.1.2). */
export const minSecretLength = 8

export function Secret(options: StringOptions = {}): TString {
  return Type.String({ minLength: 1, maxLength: maxSecretLength, ...options, 'x-secret': true })
}

/** Paths of the fields marked `x-secret`, which may stand in nested objects, but not in lists or alternatives. Throws an Error. */
export function findSecretPaths(schema: unknown): string[][] {
  if (!isJsonObject(schema)) return []
  const paths = collect(schema, [])
  let marks = 0
  walkSchema(schema, (node) => {
    if (node['x-secret'] === true) marks += 1
  })
  if (marks !== paths.length) {
    throw new Error(
      '`x-secret` may mark only a field of an object, not an element of a list, an alternative or a `$ref`',
    )
  }
  return paths
}

/** Along `properties` alone: the one way on which a value has one path. */
function collect(schema: JsonObject, path: string[]): string[][] {
  if (schema['x-secret'] === true) {
    if (schema.type !== 'string')
      throw new Error(`the write-only field \`${path.join('.')}\` must be a string`)
    return path.length === 0 ? [] : [path]
  }
  if (!isJsonObject(schema.properties)) return []
  return Object.entries(schema.properties).flatMap(([name, field]) =>
    isJsonObject(field) ? collect(field, [...path, name]) : [],
  )
}
