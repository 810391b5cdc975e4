/**
 * Entries as the row of a resource has them, one text each: first its signature, which parameters it has; then keys
 * `<n>:<value>`, spans `d<n>:<start>:<end>` and numbers `n<n>:<digits>:<units>`. `n` is the number of the parameter.
 */
import {
  type IndexEntry,
  type IndexedDocument,
  type IndexedParameter,
  sortedKeys,
} from '../../engine/ports/search-index.ts'

export interface NumberedParameter extends IndexedParameter {
  readonly number: number
}

/** An array literal (PostgreSQL, 8.15.2). Of parameters that have no number there are no entries. */
export function toEntries(
  { entries, present }: IndexedDocument,
  parameters: ReadonlyMap<string, NumberedParameter>,
): string {
  const keys: string[] = []
  const spans: string[] = []
  const numbers: string[] = []
  const ordered = new Set<string>()
  for (const entry of entries) {
    const parameter = parameters.get(entry.parameter)
    if (parameter === undefined) continue
    if (isOrdered(entry)) ordered.add(entry.parameter)
    const { number } = parameter
    if (entry.kind === 'key') keys.push(quote(`${number}:${entry.value}`))
    else if (entry.kind === 'span') spans.push(`"d${number}:${entry.start}:${entry.end}"`)
    else numbers.push(quote(`n${number}:${entry.digits}:${toList(entry.units ?? [])}`))
  }
  const signature = signatureOf(present, parameters, ordered)
  return `{${[`"${signature}"`, ...keys, ...spans, ...numbers].join(',')}}`
}

/** `0:,1,2-,5,`: numbers of the parameters that are there, with `-` where nothing of them counts for the order. */
function signatureOf(
  present: readonly string[],
  parameters: ReadonlyMap<string, NumberedParameter>,
  ordered: ReadonlySet<string>,
): string {
  const found: [number, string][] = []
  for (const name of present) {
    const parameter = parameters.get(name)
    if (parameter !== undefined) found.push([parameter.number, ordered.has(name) ? ',' : '-,'])
  }
  found.sort(([a], [b]) => a - b)
  let text = '0:,'
  for (const [number, end] of found) text += `${number}${end}`
  return text
}

function isOrdered(entry: IndexEntry): boolean {
  return entry.kind !== 'key' || (entry.value >= sortedKeys.from && entry.value < sortedKeys.to)
}

/** An array literal. */
export function toList(texts: readonly string[]): string {
  return `{${texts.map(quote).join(',')}}`
}

function quote(text: string): string {
  return `"${/["\\]/.test(text) ? text.replace(/["\\]/g, '\\$&') : text}"`
}
