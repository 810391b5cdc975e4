/** Escapes in search values: `\,` `\|` `\$` `\\` (https://hl7.org/fhir/R4/search.html#escaping). */

/** Splits at separators that are not escaped; escapes stay in the parts. */
export function splitUnescaped(text: string, separator: string): string[] {
  const parts: string[] = []
  let start = 0
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '\\') at++
    else if (text[at] === separator) {
      parts.push(text.slice(start, at))
      start = at + 1
    }
  }
  return [...parts, text.slice(start)]
}

export function unescapeValue(text: string): string {
  return text.replace(/\\([,|$\\])/g, '$1')
}
