/** Whether two values say the same: names in any order, numbers by their digits, as 1.0 is not 1.00. */
import { findDigits } from '../formats/json-text.ts'
import type { JsonValue } from '../kernel/json.ts'

export function isSameJson(one: JsonValue | undefined, other: JsonValue | undefined): boolean {
  return one === other || toComparable(one) === toComparable(other)
}

/** JSON with sorted names and with the digits of numbers. */
function toComparable(value: JsonValue | undefined): string | undefined {
  return JSON.stringify(sorted(value))
}

function sorted(value: JsonValue | undefined): unknown {
  if (typeof value !== 'object' || value === null) return value
  const item = (name: string, child: JsonValue | undefined): unknown => {
    const digits = findDigits(value, name)
    return digits === undefined ? sorted(child) : { digits }
  }
  if (Array.isArray(value)) return value.map((child, index) => item(String(index), child))
  const names = Object.keys(value).sort()
  const members = names.filter((name) => value[name] !== undefined)
  return { members: members.map((name) => [name, item(name, value[name])]) }
}
