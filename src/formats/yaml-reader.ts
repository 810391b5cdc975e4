/**
 * Reads one YAML 1.2 document into JSON values (https://yaml.org/spec/1.2.2/). Built on the parser's events, so that
 * everything a hostile document could use is bounded here: depth, aliases, their expansion, tags and names.
 */
import {
  EVENT_ID,
  type Event,
  getScalarValue,
  parseEvents,
  SCALAR_STYLE,
  type ScalarEvent,
  YAMLException,
} from 'js-yaml'
import { AppError } from '../kernel/errors.ts'
import type { JsonObject, JsonPrimitive, JsonValue } from '../kernel/json.ts'
import { maximumDepth } from './json-scan.ts'
import {
  checkName,
  checkNumber,
  checkText,
  findDigits,
  keepDigits,
  maximumExpandedDigits,
  tooManyDigits,
} from './json-text.ts'
import { describePosition } from './text-position.ts'
import { readPlainScalar } from './yaml-scalar.ts'

const maximumAliases = 100
/** How many times larger than its text a document may become by aliases. */
const maximumExpansion = 10

/** Throws AppError `invalid` that says line and column. */
export function parseYaml(text: string): JsonValue {
  const events = readEvents(text)
  checkDocument(text, events)
  const reader: Reader = {
    text,
    events,
    index: 1,
    anchors: new Map(),
    aliases: 0,
    expansionLeft: (maximumExpansion - 1) * text.length,
    digitsLeft: maximumExpandedDigits,
  }
  const root: Slot = { holder: {}, name: 'document' }
  readNode(reader, root, 0)
  return slotValue(root)
}

/** A place that holds a value: numbers keep their digits on what holds them. */
interface Slot {
  readonly holder: JsonObject | JsonValue[]
  readonly name: string
}

interface Reader {
  readonly text: string
  readonly events: readonly Event[]
  index: number
  /** Null while the node is still being read. */
  readonly anchors: Map<string, Slot | null>
  aliases: number
  expansionLeft: number
  digitsLeft: number
}

function readEvents(text: string): readonly Event[] {
  try {
    // One more than allowed: readNode counts exactly, this only keeps the parser's recursion small.
    return parseEvents(text, { maxDepth: maximumDepth + 2 })
  } catch (error) {
    if (error instanceof YAMLException) throw malformed(text, error.mark?.position ?? 0, error.reason)
    throw error
  }
}

function checkDocument(text: string, events: readonly Event[]): void {
  const documents = events.filter((event) => event.type === EVENT_ID.DOCUMENT)
  if (documents.length === 0) throw malformed(text, 0, 'the document is empty')
  if (documents.length > 1) throw malformed(text, text.length, 'more than one document')
  if (documents[0]?.directives.some((directive) => directive.kind === 'tag')) {
    throw malformed(text, 0, '%TAG directives are not supported')
  }
}

function readNode(reader: Reader, slot: Slot, depth: number): void {
  const event = reader.events[reader.index++]
  if (event === undefined) throw malformed(reader.text, reader.text.length, 'unexpected end')
  if (event.type === EVENT_ID.ALIAS) {
    readAlias(reader, event, slot, depth)
    return
  }
  if (event.type === EVENT_ID.SCALAR) readScalar(reader, event, slot)
  else if (event.type === EVENT_ID.SEQUENCE || event.type === EVENT_ID.MAPPING) {
    if (depth >= maximumDepth) throw tooDeep(reader, event.start)
    const anchor = anchorName(reader, event)
    if (anchor !== undefined) reader.anchors.set(anchor, null)
    if (event.type === EVENT_ID.SEQUENCE) readSequence(reader, event, slot, depth)
    else readMapping(reader, event, slot, depth)
  } else throw malformed(reader.text, reader.text.length, 'the document is empty')
  const anchor = anchorName(reader, event)
  if (anchor !== undefined) reader.anchors.set(anchor, slot)
}

type Anchored = { readonly anchorStart: number; readonly anchorEnd: number }
type Tagged = { readonly tagStart: number; readonly tagEnd: number }
type Started = Tagged & { readonly start: number }

function anchorName(reader: Reader, event: Anchored): string | undefined {
  return event.anchorStart < 0 ? undefined : reader.text.slice(event.anchorStart, event.anchorEnd)
}

function tagName(reader: Reader, event: Tagged): string | undefined {
  return event.tagStart < 0 ? undefined : reader.text.slice(event.tagStart, event.tagEnd)
}

function checkTag(reader: Reader, event: Tagged, expected: string): void {
  const tag = tagName(reader, event)
  if (tag === undefined || tag === '!' || tag === expected) return
  throw malformed(reader.text, event.tagStart, 'custom tags are not supported')
}

function readSequence(reader: Reader, event: Started, slot: Slot, depth: number): void {
  checkTag(reader, event, '!!seq')
  const list: JsonValue[] = []
  while (reader.events[reader.index]?.type !== EVENT_ID.POP) {
    readNode(reader, { holder: list, name: String(list.length) }, depth + 1)
  }
  reader.index += 1
  fill(slot, list)
}

function readMapping(reader: Reader, event: Started, slot: Slot, depth: number): void {
  checkTag(reader, event, '!!map')
  const object: JsonObject = {}
  while (reader.events[reader.index]?.type !== EVENT_ID.POP) {
    const name = readName(reader, event.start)
    if (Object.hasOwn(object, name.text)) {
      throw malformed(
        reader.text,
        name.start,
        `the name ${JSON.stringify(name.text.slice(0, 64))} comes twice`,
      )
    }
    readNode(reader, { holder: object, name: name.text }, depth + 1)
  }
  reader.index += 1
  fill(slot, object)
}

/** Names are the text of scalars, whatever type these would have as a value: `1: x` is the name `1`. */
function readName(reader: Reader, mappingStart: number): { readonly text: string; readonly start: number } {
  const event = reader.events[reader.index++]
  if (event?.type !== EVENT_ID.SCALAR || event.anchorStart >= 0) {
    throw malformed(
      reader.text,
      mappingStart,
      'a name must be a plain or quoted text without anchor or alias',
    )
  }
  checkTag(reader, event, '!!str')
  const text = getScalarValue(reader.text, event)
  const start = Math.max(event.valueStart, 0)
  checkName(text)
  checkText(text)
  if (text === '<<' && event.style === SCALAR_STYLE.PLAIN) {
    throw malformed(reader.text, start, 'merge keys are not part of YAML 1.2')
  }
  return { text, start }
}

function readScalar(reader: Reader, event: ScalarEvent, slot: Slot): void {
  const source = getScalarValue(reader.text, event)
  const tag = tagName(reader, event)
  if (tag === '!!str' || tag === '!' || (tag === undefined && event.style !== SCALAR_STYLE.PLAIN)) {
    checkText(source)
    fill(slot, source)
    return
  }
  const start = Math.max(event.valueStart, 0)
  const scalar = readPlainScalar(source)
  if (scalar === undefined) throw malformed(reader.text, start, 'infinity and not-a-number are not supported')
  if (tag !== undefined && !fitsTag(scalar.value, tag)) {
    throw malformed(reader.text, event.tagStart, 'a custom tag, or one that does not fit its value')
  }
  if (typeof scalar.value === 'number') reader.digitsLeft -= checkNumber(source)
  if (reader.digitsLeft < 0) throw tooManyDigits()
  if (typeof scalar.value === 'string') checkText(scalar.value)
  fill(slot, scalar.value)
  if (scalar.digits !== undefined) keepDigits(slot.holder, slot.name, scalar.digits)
}

function fitsTag(value: JsonPrimitive, tag: string): boolean {
  if (tag === '!!null') return value === null
  if (tag === '!!bool') return typeof value === 'boolean'
  if (tag === '!!int') return Number.isInteger(value)
  return tag === '!!float' && typeof value === 'number'
}

function readAlias(reader: Reader, event: Anchored, slot: Slot, depth: number): void {
  reader.aliases += 1
  if (reader.aliases > maximumAliases) {
    throw malformed(reader.text, event.anchorStart, `more than ${maximumAliases} aliases`)
  }
  const origin = reader.anchors.get(anchorName(reader, event) ?? '')
  if (origin === undefined) throw malformed(reader.text, event.anchorStart, 'an alias of an unknown anchor')
  if (origin === null)
    throw malformed(reader.text, event.anchorStart, 'an alias inside the node that it repeats')
  copySlot(reader, origin, slot, depth, event.anchorStart)
}

/** Copies, so that no two places of a document share an object; counts what is copied. */
function copySlot(reader: Reader, from: Slot, to: Slot, depth: number, start: number): void {
  const value = slotValue(from)
  reader.expansionLeft -= 1 + (typeof value === 'string' ? value.length : 0) + to.name.length
  if (reader.expansionLeft < 0) {
    throw malformed(
      reader.text,
      start,
      `aliases make the document more than ${maximumExpansion} times larger`,
    )
  }
  if (typeof value !== 'object' || value === null) {
    fill(to, value)
    const digits = findDigits(from.holder, from.name)
    if (digits !== undefined) keepDigits(to.holder, to.name, digits)
    return
  }
  if (depth >= maximumDepth) throw tooDeep(reader, start)
  const copy = Array.isArray(value) ? [] : {}
  fill(to, copy)
  for (const name of Object.keys(value)) {
    copySlot(reader, { holder: value, name }, { holder: copy, name }, depth + 1, start)
  }
}

function fill(slot: Slot, value: JsonValue): void {
  const holder = slot.holder as JsonObject
  holder[slot.name] = value
}

function slotValue(slot: Slot): JsonValue {
  return (slot.holder as JsonObject)[slot.name] ?? null
}

function tooDeep(reader: Reader, start: number): AppError {
  const position = describePosition(reader.text, start)
  return new AppError('invalid', 'too-deep', `Nested deeper than ${maximumDepth} levels at ${position}`)
}

function malformed(text: string, index: number, reason: string): AppError {
  const message = `Malformed YAML at ${describePosition(text, index)}: ${reason}`
  return new AppError('invalid', 'malformed-yaml', message)
}
