/**
 * Texts that are the same but for case and accents (https://hl7.org/fhir/R4/search.html#string), as a pattern: documents
 * stay as they were written, and every locale of the database reads it the same.
 */
import { casesOf, toCaselessCharacter } from './caseless-pattern.ts'

/** Latin and Greek, where an accent makes no other letter. */
const folded: readonly (readonly [first: number, last: number])[] = [
  [0xc0, 0x24f],
  [0x370, 0x3ff],
  [0x1e00, 0x1fff],
]
const marks = '\u0300-\u036f'
const anyMark = new RegExp(`[${marks}]`, 'gu')

/** By letter without accents and in small: that letter in all its forms. */
const forms = collectForms()

function collectForms(): ReadonlyMap<string, string> {
  const found = new Map<string, Set<string>>()
  for (const [first, last] of folded) {
    for (let code = first; code <= last; code += 1) {
      const letter = String.fromCodePoint(code)
      const base = baseOf(letter)
      if (base === letter || !/^\p{L}$/u.test(base)) continue
      const key = base.toLowerCase()
      found.set(key, (found.get(key) ?? new Set(casesOf(key))).add(letter))
    }
  }
  return new Map([...found].map(([base, letters]) => [base, [...letters].join('')]))
}

function baseOf(text: string): string {
  return text.normalize('NFD').replaceAll(anyMark, '')
}

/** A pattern that matches the text whatever its case and accents, written in one character or in several. */
export function toFoldedPattern(text: string): string {
  return [...text.normalize('NFC')].map(toFoldedCharacter).join('')
}

function toFoldedCharacter(character: string): string {
  const letters = forms.get(baseOf(character).toLowerCase())
  return letters === undefined ? toCaselessCharacter(character) : `[${letters}][${marks}]*`
}
