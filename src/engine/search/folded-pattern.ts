/**
 * Texts that are the same but for case and accents (https://hl7.org/fhir/R4/search.html#string): as a pattern for documents,
 * which stay as they were written, and as what such texts have in common. Neither depends on the locale of the database.
 */
import { toClassPattern } from './caseless-pattern.ts'
import { createLetterClasses, toCapital, toSmall } from './letter-classes.ts'

/** Latin and Greek, where an accent makes no other letter. */
const folded: readonly (readonly [first: number, last: number])[] = [
  [0xc0, 0x24f],
  [0x370, 0x3ff],
  [0x1e00, 0x1fff],
]
const marks = '\u0300-\u036f'
const anyMark = new RegExp(`[${marks}]`, 'gu')
/** Most texts are plain, and quick. */
const plain = /^[ -~]*$/

const classes = createLetterClasses(represent, accented())
let bases: ReadonlySet<string> | undefined

function represent(letter: string): string {
  return isAccent(letter) ? letter : baseOf(toSmall(toCapital(baseOf(letter))))
}

function isAccent(character: string): boolean {
  return character >= '\u0300' && character <= '\u036f'
}

function* accented(): Generator<string> {
  for (const [first, last] of folded) {
    for (let code = first; code <= last; code += 1) {
      const letter = String.fromCodePoint(code)
      if (baseOf(letter) !== letter) yield letter
    }
  }
}

/** The letter without its accents. */
function baseOf(letter: string): string {
  const code = letter.codePointAt(0) ?? 0
  if (!folded.some(([first, last]) => first <= code && code <= last)) return letter
  const base = letter.normalize('NFD').replaceAll(anyMark, '')
  return /^\p{L}$/u.test(base) ? base : letter
}

/** Whether an accent that follows the letter makes no other one of it. */
function takesAccents(representative: string): boolean {
  bases ??= new Set([...accented()].map(classes.of))
  return bases.has(representative)
}

/** The same for texts that are the same but for case and accents; it begins with that of each beginning of the text. */
export function toFolded(text: string): string {
  if (plain.test(text)) return text.toLowerCase()
  let result = ''
  // Accents without a letter, at the beginning, are nothing that is searched for.
  let last: string | undefined
  for (const character of text) {
    if (isAccent(character) && (last === undefined || takesAccents(last))) continue
    last = classes.of(character)
    result += last
  }
  return result
}

/** What is asked for: accents are parts of their letters, where there is such a letter. */
export function toFoldedQuery(text: string): string {
  return toFolded(text.normalize('NFC'))
}

/** A pattern that matches the beginnings of texts, or parts, that are the same as the folded text but for case and accents. */
export function toFoldedPattern(query: string, where: 'start' | 'anywhere'): string {
  const letters = [...query].map((letter) =>
    takesAccents(letter) ? `${toClassPattern(classes, letter)}[${marks}]*` : toClassPattern(classes, letter),
  )
  return (where === 'start' ? `^[${marks}]*` : '') + letters.join('')
}
