/** One quick pass over JSON text for what JSON.parse does not tell: depth, members and numbers whose digits it would change. */
import { AppError } from '../kernel/errors.ts'
import { describePosition } from './text-position.ts'

/** Nesting that a document may have; deeper ones are refused before they are parsed. */
export const maximumDepth = 64

export interface JsonScan {
  /** Colons outside of strings: in valid JSON the number of members, duplicates included. */
  readonly memberCount: number
  /** Whether some number would be written differently after JSON.parse, such as `1.00`. */
  readonly hasOddNumber: boolean
}

const quote = 0x22
const backslash = 0x5c
const colon = 0x3a
const minus = 0x2d

/** Does not validate: what it says about text that is not JSON means nothing. Throws AppError `invalid` when too deep. */
export function scanJson(text: string, depthLimit: number): JsonScan {
  let depth = 0
  let memberCount = 0
  let hasOddNumber = false
  let index = 0
  while (index < text.length) {
    const char = text.charCodeAt(index)
    if (char === quote) {
      index = endOfString(text, index)
      continue
    }
    if (char === colon) memberCount += 1
    else if ((char | 0x20) === 0x7b) {
      // '{' and '[' differ in one bit, so do '}' and ']'
      depth += 1
      if (depth > depthLimit) throw tooDeep(text, index, depthLimit)
    } else if ((char | 0x20) === 0x7d) depth -= 1
    else if (char === minus || (char >= 0x30 && char <= 0x39)) {
      const end = endOfNumber(text, index)
      hasOddNumber ||= isOddNumber(text, index, end)
      index = end
      continue
    }
    index += 1
  }
  return { memberCount, hasOddNumber }
}

/** Index after the closing quote; the length of the text when there is none. */
function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1)
  while (end !== -1 && isEscaped(text, end)) end = text.indexOf('"', end + 1)
  return end === -1 ? text.length : end + 1
}

function isEscaped(text: string, index: number): boolean {
  let backslashes = 0
  while (text.charCodeAt(index - 1 - backslashes) === backslash) backslashes += 1
  return backslashes % 2 === 1
}

function endOfNumber(text: string, start: number): number {
  let end = start + 1
  for (; end < text.length; end += 1) {
    const char = text.charCodeAt(end)
    const isDigit = char >= 0x30 && char <= 0x39
    // . + - e E
    if (!isDigit && char !== 0x2e && char !== 0x2b && char !== minus && (char | 0x20) !== 0x65) break
  }
  return end
}

/** Short integers keep their digits; others are compared with what JavaScript would write. */
function isOddNumber(text: string, start: number, end: number): boolean {
  if (end - start === 1) return false
  const source = text.slice(start, end)
  return String(Number(source)) !== source
}

function tooDeep(text: string, index: number, depthLimit: number): AppError {
  const message = `Nested deeper than ${depthLimit} levels at ${describePosition(text, index)}`
  return new AppError('invalid', 'too-deep', message)
}
