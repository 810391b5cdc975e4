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

/** A list that ends a path is one item; `entriesOf` looks through it. One after the other, however many there are. */
export function* findItems(document: JsonObject, path: SearchPath): Generator<Item, void, void> {
  for (const steps of path) yield* follow({ value: document }, steps, 0)
}

export function entriesOf(item: Item): readonly Item[] {
  const { value } = item
  return Array.isArray(value) ? value.map((one, index) => toItem(value, String(index), one)) : [item]
}

export function membersOf({ value }: Item, name: string): readonly Item[] {
  if (!Array.isArray(value)) {
    const member = memberOf(value, name)
    return member === undefined ? [] : [member]
  }
  return value.map((one) => memberOf(one, name)).filter((member) => member !== undefined)
}

/** The texts that a test of texts finds in an item. */
export function textsOf(item: Item): readonly string[] {
  if (typeof item.value === 'string') return [item.value]
  return Array.isArray(item.value) ? item.value.filter((one) => typeof one === 'string') : []
}

/** The same for a field of the item. */
export function textsAt(item: Item, field: string): readonly string[] {
  const members = membersOf(item, field)
  const [only] = members
  if (members.length === 1 && typeof only?.value === 'string') return [only.value]
  return members.length === 0 ? [] : members.flatMap(entriesOf).flatMap(textsOf)
}

function memberOf(value: JsonValue, name: string): Item | undefined {
  if (!isJsonObject(value) || !Object.hasOwn(value, name)) return undefined
  const member = value[name]
  return member === undefined ? undefined : toItem(value, name, member)
}

function toItem(holder: JsonObject | JsonValue[], name: string, value: JsonValue): Item {
  return typeof value === 'number' ? { value, digits: findDigits(holder, name) ?? String(value) } : { value }
}

function* follow(item: Item, steps: readonly SearchStep[], at: number): Generator<Item, void, void> {
  const step = steps[at]
  if (step === undefined) return yield item
  for (const value of Array.isArray(item.value) ? item.value : [item.value]) {
    const member = memberOf(value, step.name)
    if (member === undefined) continue
    const kept = step.where === undefined ? [member] : narrow(member, step.where)
    for (const one of kept) yield* follow(one, steps, at + 1)
  }
}

function narrow(item: Item, where: readonly PathFilter[]): readonly Item[] {
  return where.reduce<readonly Item[]>(
    (kept, filter) => kept.flatMap(entriesOf).filter((one) => fits(one, filter)),
    [item],
  )
}

function fits(item: Item, { field, equals }: PathFilter): boolean {
  const values = field
    .split('.')
    .reduce<readonly Item[]>((items, name) => items.flatMap((one) => membersOf(one, name)), [item])
  return values.flatMap(entriesOf).some(({ value }) => value === equals)
}
