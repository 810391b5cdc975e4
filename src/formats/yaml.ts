/**
 * Reads YAML 1.2 documents into JSON values (https://yaml.org/spec/1.2.2/). js-yaml parses, counts aliases and resolves
 * tags; what is ours are the digits of numbers (yaml-tags.ts), copies in the place of aliases, and words for people.
 */
import { constructFromEvents, EVENT_ID, type Event, parseEvents, YAMLException } from 'js-yaml'
import { AppError } from '../kernel/errors.ts'
import type { JsonObject, JsonValue } from '../kernel/json.ts'
import { maximumDepth } from './json-scan.ts'
import { checkNumber, findDigits, keepDigits, maximumExpandedDigits, tooManyDigits } from './json-text.ts'
import { describePosition } from './text-position.ts'
import { put, yamlSchema } from './yaml-tags.ts'

export { toYamlText } from './yaml-writer.ts'

const maxAliases = 100
/** How many times larger than its text a document may become by aliases. */
const maximumExpansion = 10

/** Throws AppError `invalid` that says line and column, also for several documents. */
export function parseYaml(text: string): JsonValue {
  return readDocuments(text, 1)[0] ?? null
}

/** Of a file of the operator: documents that are separated by `---`, at most 10,000. Throws as `parseYaml`. */
export function parseYamlDocuments(text: string): readonly JsonValue[] {
  return readDocuments(text, 10_000)
}

function readDocuments(text: string, most: number): JsonValue[] {
  try {
    // More than allowed, as scalars count too: checkEvents counts exactly, this only keeps the parser's recursion small.
    const events = parseEvents(text, { maxDepth: maximumDepth + 2 })
    checkEvents(text, events, most)
    const roots = constructFromEvents(events, { source: text, schema: yamlSchema, maxAliases })
    const documents: JsonValue[] = []
    for (const [index, root] of roots.entries()) {
      const problem = put(documents, String(index), root)
      if (problem !== '') throw malformed(text, 0, problem)
    }
    const alias = events.find((event) => event.type === EVENT_ID.ALIAS)
    if (alias !== undefined)
      unshare(documents, { text, start: alias.anchorStart, left: maximumExpansion * text.length })
    if (exponent.test(text) && countExponents(documents) > maximumExpandedDigits) throw tooManyDigits()
    return documents
  } catch (error) {
    if (error instanceof YAMLException)
      throw malformed(text, error.mark?.position ?? 0, `${explain(error.reason)}${adviseOn(text)}`)
    throw error
  }
}

function checkEvents(text: string, events: Event[], mostDocuments: number): void {
  const documents = events.filter((event) => event.type === EVENT_ID.DOCUMENT)
  if (documents.length === 0) throw malformed(text, 0, 'the document is empty')
  if (documents.length > mostDocuments)
    throw malformed(text, text.length, mostDocuments === 1 ? 'more than one document' : 'too many documents')
  if (documents.some(({ directives }) => directives.some((directive) => directive.kind === 'tag'))) {
    throw malformed(text, 0, '%TAG directives are not supported')
  }
  let depth = 0
  for (const event of events) {
    if (event.type === EVENT_ID.POP) depth -= 1
    if (event.type !== EVENT_ID.SEQUENCE && event.type !== EVENT_ID.MAPPING) continue
    depth += 1
    if (depth > maximumDepth) throw tooDeep(text, event.start)
  }
}

interface Expansion {
  readonly text: string
  /** Of the first alias, for errors. */
  readonly start: number
  left: number
}

/** Copies what stands in several places, so that no two share an object; counts the size and the depth that result. */
function unshare(document: JsonValue[], expansion: Expansion): void {
  const seen = new Set<object>()
  const inPlace = (holder: JsonObject | JsonValue[], depth: number): void => {
    for (const [name, value] of Object.entries(holder)) {
      expansion.left -= 1 + name.length + (typeof value === 'string' ? value.length : 0)
      if (expansion.left < 0) throw tooLarge(expansion)
      if (typeof value !== 'object' || value === null) continue
      if (depth === maximumDepth) throw tooDeep(expansion.text, expansion.start)
      const own = seen.has(value) ? copyOf(value) : value
      seen.add(own)
      Object.assign(holder, { [name]: own })
      inPlace(own, depth + 1)
    }
  }
  inPlace(document, 0)
}

/** Of one level, digits included. */
function copyOf(value: JsonObject | JsonValue[]): JsonObject | JsonValue[] {
  const copy = Array.isArray(value) ? [...value] : Object.fromEntries(Object.entries(value))
  for (const name of Object.keys(value)) {
    const digits = findDigits(value, name)
    if (digits !== undefined) keepDigits(copy, name, digits)
  }
  return copy
}

const exponent = /[0-9.][eE][+-]?[0-9]/

/** The digits that the exponents of all numbers stand for. */
function countExponents(holder: JsonObject | JsonValue[]): number {
  return Object.entries(holder).reduce((sum, [name, value]) => {
    if (typeof value === 'number') return sum + checkNumber(findDigits(holder, name) ?? String(value))
    return typeof value === 'object' && value !== null ? sum + countExponents(value) : sum
  }, 0)
}

/** Of the library's words those that repeat what the document says, or that speak of settings. */
const rewordings: readonly (readonly [RegExp, string])[] = [
  [/^unidentified alias/, 'an alias of an unknown anchor'],
  [/^recursive alias/, 'an alias inside the node that it repeats'],
  [/^aliases exceeded/, `more than ${maxAliases} aliases`],
  [/^unknown .*tag/s, 'custom tags are not supported'],
  [/explicit tag$/, 'a tag that does not fit its value'],
]

/** What was meant as several lines, and came as one. */
function adviseOn(text: string): string {
  const isJoined = !text.includes('\n') && text.split(': ').length > 2
  return isJoined
    ? '; there are no line breaks (curl keeps them with --data-binary, and drops them with -d)'
    : ''
}

function explain(reason: string): string {
  return rewordings.find(([pattern]) => pattern.test(reason))?.[1] ?? reason
}

function tooLarge({ text, start }: Expansion): AppError {
  return malformed(text, start, `aliases make the document more than ${maximumExpansion} times larger`)
}

function tooDeep(text: string, start: number): AppError {
  const position = describePosition(text, start)
  return new AppError('invalid', 'too-deep', `Nested deeper than ${maximumDepth} levels at ${position}`)
}

function malformed(text: string, index: number, reason: string): AppError {
  const message = `Malformed YAML at ${describePosition(text, index)}: ${reason}`
  return new AppError('invalid', 'malformed-yaml', message)
}
