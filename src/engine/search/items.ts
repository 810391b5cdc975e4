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
  const found: Item[] = []
  for (const steps of path) follow({ value: document }, steps, 0, found)
  return found
}

/** The same one after the other, for a document of very many. */
export function* walkItems(document: JsonObject, path: SearchPath): Generator<Item, void, void> {
  for (const steps of path) yield* walk({ value: document }, steps, 0)
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
export function textsOf({ value }: Item): readonly string[] {
  if (typeof value === 'string') return [value]
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : noTexts
}

/** The same for a field of the item. */
export function textsAt(item: Item, field: string): readonly string[] {
  const { value } = item
  if (isJsonObject(value)) {
    const member = value[field]
    if (member === undefined || !Object.hasOwn(value, field)) return noTexts
    if (typeof member === 'string') return [member]
  }
  return typeof value === 'object' ? membersOf(item, field).flatMap(entriesOf).flatMap(textsOf) : noTexts
}

const noTexts: readonly string[] = []

function memberOf(value: JsonValue, name: string): Item | undefined {
  if (!isJsonObject(value)) return undefined
  const member = value[name]
  // What every object has by nature, such as `constructor`, is no member.
  return member === undefined || !Object.hasOwn(value, name) ? undefined : toItem(value, name, member)
}

function toItem(holder: JsonObject | JsonValue[], name: string, value: JsonValue): Item {
  return typeof value === 'number' ? { value, digits: findDigits(holder, name) ?? String(value) } : { value }
}

function follow(item: Item, steps: readonly SearchStep[], at: number, found: Item[]): void {
  const step = steps[at]
  if (step === undefined) found.push(item)
  else if (!Array.isArray(item.value))
    for (const next of takeStep(item.value, step)) follow(next, steps, at + 1, found)
  else
    for (const value of item.value)
      for (const next of takeStep(value, step)) follow(next, steps, at + 1, found)
}

function* walk(item: Item, steps: readonly SearchStep[], at: number): Generator<Item, void, void> {
  const step = steps[at]
  if (step === undefined) return yield item
  for (const value of Array.isArray(item.value) ? item.value : [item.value])
    for (const next of takeStep(value, step)) yield* walk(next, steps, at + 1)
}

const none: readonly Item[] = []

/** `value` is looked into as it is, not as a list. */
function takeStep(value: JsonValue, { name, where }: SearchStep): readonly Item[] {
  const member = memberOf(value, name)
  if (member === undefined) return none
  return where === undefined ? [member] : narrow(member, where)
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
