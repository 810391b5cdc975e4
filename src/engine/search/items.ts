/**
 * The items that a search path leads to in a document, as PostgreSQL's jsonpath finds them in its lax mode: lists are
 * looked through where a field is asked for, one level deep.
 */
import { findDigits } from '../../formats/json-text.ts'
import { isJsonObject, type JsonObject, type JsonValue } from '../../kernel/json.ts'
import type { PathFilter, SearchPath, SearchStep } from '../../schema/search-path.ts'

export interface Item {
  readonly value: JsonValue
  /** Of a number, as it is written. */
  readonly digits?: string
}

/** A list that ends a path is one item; `entriesOf` looks through it. */
export function findItems(document: JsonObject, path: SearchPath): readonly Item[] {
  return path.flatMap((steps) => steps.reduce<readonly Item[]>(followStep, [{ value: document }]))
}

export function entriesOf(item: Item): readonly Item[] {
  const { value } = item
  return Array.isArray(value) ? value.map((one, index) => toItem(value, String(index), one)) : [item]
}

export function membersOf(item: Item, name: string): readonly Item[] {
  return entriesOf(item).flatMap(({ value }) => {
    const member = isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined
    return member === undefined || !isJsonObject(value) ? [] : toItem(value, name, member)
  })
}

function toItem(holder: JsonObject | JsonValue[], name: string, value: JsonValue): Item {
  return typeof value === 'number' ? { value, digits: findDigits(holder, name) ?? String(value) } : { value }
}

function followStep(items: readonly Item[], { name, where }: SearchStep): readonly Item[] {
  const found = items.flatMap((item) => membersOf(item, name))
  return (where ?? []).reduce(
    (kept, filter) => kept.flatMap(entriesOf).filter((one) => fits(one, filter)),
    found,
  )
}

function fits(item: Item, { field, equals }: PathFilter): boolean {
  const values = field
    .split('.')
    .reduce<readonly Item[]>((items, name) => items.flatMap((one) => membersOf(one, name)), [item])
  return values.flatMap(entriesOf).some(({ value }) => value === equals)
}
