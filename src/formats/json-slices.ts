/** Writes the JSON text of a large document with pauses in between, for a thread that others wait for. */

import type { JsonObject, JsonValue } from '../kernel/json.ts'
import { pause } from '../kernel/pause.ts'
import { findDigits, toJsonText } from './json-text.ts'

const sliceMs = 5
/** So many texts between two looks at the clock. */
const textsALook = 64
/** What has no more members, and no structure among them, is written at once. */
const fewMembers = 32

/** The text that `toJsonText` makes; `rest` lets the process do something else. */
export async function toJsonTextInSlices(value: JsonValue, rest = pause): Promise<string> {
  const texts: string[] = []
  let since = performance.now()
  for (const text of textsOf(value)) {
    texts.push(text)
    if (texts.length % textsALook !== 0 || performance.now() - since <= sliceMs) continue
    await rest()
    since = performance.now()
  }
  return texts.join('')
}

function* textsOf(value: JsonValue): Generator<string> {
  if (typeof value !== 'object' || value === null || isSmall(value)) yield toJsonText(value)
  else if (Array.isArray(value)) yield* elementsOf(value)
  else yield* membersOf(value)
}

function isSmall(holder: JsonValue[] | JsonObject): boolean {
  const members = Array.isArray(holder) ? holder : Object.values(holder)
  return members.length <= fewMembers && members.every((one) => typeof one !== 'object' || one === null)
}

function* elementsOf(list: JsonValue[]): Generator<string> {
  for (const [place, element] of list.entries()) {
    yield place === 0 ? '[' : ','
    yield* memberOf(list, String(place), element)
  }
  yield list.length === 0 ? '[]' : ']'
}

function* membersOf(object: JsonObject): Generator<string> {
  let before = '{'
  for (const [name, member] of Object.entries(object)) {
    if (member === undefined) continue
    yield `${before}${JSON.stringify(name)}:`
    before = ','
    yield* memberOf(object, name, member)
  }
  yield before === '{' ? '{}' : '}'
}

/** Digits of a number hang on what holds it. */
function* memberOf(holder: object, name: string, member: JsonValue): Generator<string> {
  if (typeof member === 'number') yield findDigits(holder, name) ?? JSON.stringify(member)
  else yield* textsOf(member)
}
