/**
 * Regular expressions in linear time: RE2's syntax (https://github.com/google/re2/wiki/Syntax) and its automata, so that
 * neither a policy nor a request can hang the server. What needs backtracking (look-around, back references) is refused.
 */
import { RE2JS } from 're2js'
import { PolicyFailure } from '../engines/engine.ts'

const maxSourceCharacters = 1000
/** Instructions of the compiled program: the other factor of the time a match takes. */
const maxProgramSize = 1000
/** 16,384 characters against the largest program take a quarter of a second at the very worst. */
const maxSubjectCharacters = 16_384

export interface LinearRegex {
  /** Whether the expression is found in the text. Throws PolicyFailure for a text that is too long to be searched. */
  test(text: string): boolean
}

/** The compiled expression, or the sentence that says what is wrong with it. */
export function compileLinearRegex(source: string): LinearRegex | string {
  if (source === '') return 'An empty regular expression says nothing'
  if (source.length > maxSourceCharacters) {
    return `A regular expression has at most ${maxSourceCharacters} characters`
  }
  try {
    const compiled = RE2JS.compile(source)
    if (compiled.programSize() > maxProgramSize) return 'The regular expression is too large'
    return { test: (text) => compiled.test(checkLength(text)) }
  } catch (error) {
    return `Bad regular expression: ${error instanceof Error ? error.message : 'not accepted'}`
  }
}

function checkLength(text: string): string {
  if (text.length > maxSubjectCharacters) {
    throw new PolicyFailure(`A text is longer than the ${maxSubjectCharacters} characters that are searched`)
  }
  return text
}
