/** Patterns for names: whatever their case, with all their accents. Texts that people search for: folded-pattern.ts. */

/** Characters that mean something in a regular expression. */
const special = /[\\^$.|?*+()[\]{}]/

/** A pattern that matches the text whatever the case of its letters, in every locale of the database. */
export function toCaselessPattern(text: string): string {
  return [...text].map(toCaselessCharacter).join('')
}

export function toCaselessCharacter(character: string): string {
  const cases = casesOf(character)
  if (cases.length > 1) return `[${cases.join('')}]`
  return special.test(character) ? `\\${character}` : character
}

/** Of one character; those that would be several are left out. */
export function casesOf(character: string): readonly string[] {
  const all = new Set([character, character.toLowerCase(), character.toUpperCase()])
  return [...all].filter((one) => [...one].length === 1)
}
