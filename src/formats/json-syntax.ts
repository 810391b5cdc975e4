/**
 * Finds the first mistake of JSON text (RFC 8259), because the engines' own messages differ and some have no position.
 * Runs only after JSON.parse has refused, or when a name is known to be repeated.
 */

export interface JsonMistake {
  readonly index: number
  readonly reason: string
}

/** The first mistake, repeated names of an object included; null when there is none. */
export function findJsonMistake(text: string): JsonMistake | null {
  const cursor: Cursor = { text, index: 0 }
  try {
    readValue(cursor)
    skipSpace(cursor)
    return cursor.index < text.length
      ? { index: cursor.index, reason: 'text after the end of the document' }
      : null
  } catch (error) {
    if (error instanceof Mistake) return { index: error.index, reason: error.message }
    throw error
  }
}

interface Cursor {
  readonly text: string
  index: number
}

class Mistake extends Error {
  readonly index: number
  constructor(index: number, reason: string) {
    super(reason)
    this.index = index
  }
}

const space = /[ \t\n\r]*/y
const literal = /true|false|null/y
const number = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y
// biome-ignore lint/suspicious/noControlCharactersInRegex: RFC 8259 §7 forbids them in strings
const plainChars = /[^"\\\u0000-\u001f]*/y
const escapeSequence = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y

function match(cursor: Cursor, pattern: RegExp): string | null {
  pattern.lastIndex = cursor.index
  const found = pattern.exec(cursor.text)
  if (found === null) return null
  cursor.index += found[0].length
  return found[0]
}

function skipSpace(cursor: Cursor): void {
  match(cursor, space)
}

function readValue(cursor: Cursor): void {
  skipSpace(cursor)
  const char = cursor.text[cursor.index]
  if (char === '{') readObject(cursor)
  else if (char === '[') readArray(cursor)
  else if (char === '"') readString(cursor)
  else if (match(cursor, literal) === null && match(cursor, number) === null)
    throw unexpected(cursor, 'a value')
}

function readObject(cursor: Cursor): void {
  const names = new Set<string>()
  cursor.index += 1
  skipSpace(cursor)
  if (take(cursor, '}')) return
  do {
    skipSpace(cursor)
    const start = cursor.index
    if (cursor.text[start] !== '"') throw unexpected(cursor, 'a name in double quotes')
    readString(cursor)
    const name = JSON.parse(cursor.text.slice(start, cursor.index)) as string
    if (names.has(name)) throw new Mistake(start, `the name ${JSON.stringify(name.slice(0, 64))} comes twice`)
    names.add(name)
    skipSpace(cursor)
    if (!take(cursor, ':')) throw unexpected(cursor, "':'")
    readValue(cursor)
    skipSpace(cursor)
  } while (take(cursor, ','))
  if (!take(cursor, '}')) throw unexpected(cursor, "',' or '}'")
}

function readArray(cursor: Cursor): void {
  cursor.index += 1
  skipSpace(cursor)
  if (take(cursor, ']')) return
  do {
    readValue(cursor)
    skipSpace(cursor)
  } while (take(cursor, ','))
  if (!take(cursor, ']')) throw unexpected(cursor, "',' or ']'")
}

function readString(cursor: Cursor): void {
  const start = cursor.index
  cursor.index += 1
  for (;;) {
    match(cursor, plainChars)
    const char = cursor.text[cursor.index]
    if (take(cursor, '"')) return
    if (char === undefined) throw new Mistake(start, 'a string without its closing quote')
    if (char !== '\\') throw new Mistake(cursor.index, 'a control character in a string')
    if (match(cursor, escapeSequence) === null)
      throw new Mistake(cursor.index, 'an unknown escape in a string')
  }
}

function take(cursor: Cursor, char: string): boolean {
  if (cursor.text[cursor.index] !== char) return false
  cursor.index += 1
  return true
}

function unexpected(cursor: Cursor, wanted: string): Mistake {
  const found = cursor.index < cursor.text.length ? '' : ', found the end'
  return new Mistake(cursor.index, `expected ${wanted}${found}`)
}
