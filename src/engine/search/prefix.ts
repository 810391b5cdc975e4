/** How a value of an order is meant: `gt100`, `le2024-03` (https://hl7.org/fhir/R4/search.html#prefix). */

const prefixes = ['eq', 'ne', 'gt', 'lt', 'ge', 'le', 'sa', 'eb', 'ap'] as const
export type Prefix = (typeof prefixes)[number]

/** Without a prefix a value means `eq`. */
export function splitPrefix(text: string): { readonly prefix: Prefix; readonly rest: string } {
  const prefix = prefixes.find((one) => text.startsWith(one))
  return prefix === undefined ? { prefix: 'eq', rest: text } : { prefix, rest: text.slice(2) }
}
