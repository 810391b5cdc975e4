/** The text that everything begins with in which an anchored expression is found. */

/** Not a part of the syntax, and one unit of a text. */
const plain = /^[A-Za-z0-9/_~:@%,;=&!'"<> -]$/
/** Behind a backslash they mean themselves. */
const escapable = /^[./\-_~:@?*+()[\]{}|^$]$/

/** `source` is a valid expression of RE2. Undefined: none, or none that is easily told. */
export function findRegexBeginning(source: string): string | undefined {
  if (!source.startsWith('^')) return undefined
  let text = ''
  let at = 1
  for (;;) {
    const isEscaped = source[at] === '\\'
    const character = source[at + (isEscaped ? 1 : 0)] ?? ''
    if (!(isEscaped ? escapable : plain).test(character)) break
    text += character
    at += isEscaped ? 2 : 1
  }
  const rest = source.slice(at)
  // What may come no times is no part of the beginning.
  if (/^[?*+{]/.test(rest)) text = text.slice(0, -1)
  return text === '' || mayHaveOtherBeginning(rest) ? undefined : text
}

/** Whether there may be alternatives outside of every group: the `^` is not theirs. */
function mayHaveOtherBeginning(rest: string): boolean {
  if (!rest.includes('|')) return false
  // Brackets that are escaped or stand in a class are not those of groups.
  if (/[[\\]/.test(rest)) return true
  let depth = 0
  for (const character of rest) {
    if (character === '(') depth += 1
    if (character === ')') depth -= 1
    if (character === '|' && depth === 0) return true
  }
  return false
}
