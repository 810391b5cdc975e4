/** Where a schema's write-only values are. They may stand in nested objects, but not in lists or alternatives. */
import { isJsonObject } from '../kernel/json.ts'

/** Paths of the fields marked `x-secret`. Throws an Error when one stands where it could not be found in a document. */
export function findSecretPaths(schema: unknown): string[][] {
  const paths = collect(schema, [])
  if (countMarks(schema) !== paths.length) {
    throw new Error(
      '`x-secret` may mark only a field of an object, not an element of a list, an alternative or a `$ref`',
    )
  }
  return paths
}

function collect(schema: unknown, path: string[]): string[][] {
  if (!isJsonObject(schema)) return []
  if (schema['x-secret'] === true) {
    if (schema.type !== 'string')
      throw new Error(`the write-only field \`${path.join('.')}\` must be a string`)
    return path.length === 0 ? [] : [path]
  }
  if (!isJsonObject(schema.properties)) return []
  return Object.entries(schema.properties).flatMap(([name, field]) => collect(field, [...path, name]))
}

function countMarks(node: unknown): number {
  if (Array.isArray(node)) return node.reduce((sum: number, item) => sum + countMarks(item), 0)
  if (!isJsonObject(node)) return 0
  const own = node['x-secret'] === true ? 1 : 0
  return Object.values(node).reduce((sum: number, item) => sum + countMarks(item), own)
}
