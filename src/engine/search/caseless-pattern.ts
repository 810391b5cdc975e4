/** Names whatever their case, with all their accents. Texts that people search for: folded-pattern.ts. */
import { createLetterClasses, type LetterClasses, toSmall } from './letter-classes.ts'

/** As `lower` of PostgreSQL has it, letter by letter. */
const caseless = createLetterClasses(toSmall)

/** Characters that mean something in a regular expression. */
const special = /[\\^$.|?*+()[\]{}]/

/** A pattern that matches the text whatever the case of its letters, in every locale of the database. */
export function toCaselessPattern(text: string): string {
  return [...text].map((character) => toClassPattern(caseless, caseless.of(character))).join('')
}

/** The same for texts that are the same but for case. */
export function toCaseless(text: string): string {
  let small = ''
  for (const character of text) small += caseless.of(character)
  return small
}

export function toClassPattern(classes: LetterClasses, representative: string): string {
  const members = classes.membersOf(representative)
  if (members.length > 1) return `[${members.join('')}]`
  return special.test(representative) ? `\\${representative}` : representative
}
