/** The id that a stored reference `{reference: "Type/id"}` points to; undefined for another type or no reference. */
import { isJsonObject, type JsonValue } from '../../kernel/json.ts'

export function referenceId(value: JsonValue | undefined, type: string): string | undefined {
  if (!isJsonObject(value) || typeof value.reference !== 'string') return undefined
  return value.reference.startsWith(`${type}/`) ? value.reference.slice(type.length + 1) : undefined
}
