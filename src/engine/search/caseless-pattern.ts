/** Patterns for names: whatever their case, with all their accents. Texts that people search for: folded-pattern.ts. */

/** Characters that mean something in a regular expression. */
const special = /[\\^$.|?*+()[\]{}]/

/** A pattern that matches the text whatever the case of its letters, in every locale of the database. */
export function toCaselessPattern(text: string): string {
  return [...text].map(toCaselessCharacter).join('')
}

function toCaselessCharacter(character: string): string {
  const variants = new Set([character, character.toLowerCase(), character.toUpperCase()])
  const single = [...variants].filter((variant) => [...variant].length === 1)
  if (single.length > 1) return `[${single.join('')}]`
  return special.test(character) ? `\\${character}` : character
}
