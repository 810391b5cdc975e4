/** A value in the query of a search that means itself: `,` `|` `$` `\` are escaped (https://hl7.org/fhir/R4/search.html#escaping). */
export function escapeSearchValue(text: string): string {
  return text.replace(/[,|$\\]/g, '\\$&')
}
