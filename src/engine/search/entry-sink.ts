/** Gathers the entries of a document: short ones, none twice. */
import type { IndexEntry, IndexedDocument } from '../ports/search-index.ts'
import { toKey } from './index-key.ts'
import type { EntrySink } from './parameter-type.ts'

/** Pairs that lists within the items of one parameter may make, such as of codes and systems; FHIR has no such lists. */
const mostPairs = 10_000
/** So many are looked through faster than a set is made. */
const few = 12

export interface DocumentSink extends EntrySink {
  /** What follows is of this parameter, which is present. */
  readonly start: (parameter: string) => void
}

export function createSink(): readonly [IndexedDocument, DocumentSink] {
  const [entries, present]: [IndexEntry[], string[]] = [[], []]
  let [parameter, first, pairs] = ['', 0, 0]
  let seen: Set<string> | undefined
  const add = (entry: IndexEntry): void => {
    if (entries.length - first >= few) {
      seen ??= new Set(entries.slice(first).map(textOf))
      if (seen.size === seen.add(textOf(entry)).size) return
    } else {
      const text = textOf(entry)
      for (let at = first; at < entries.length; at++) if (textOf(entries[at] as IndexEntry) === text) return
    }
    entries.push(entry)
  }
  const sink: DocumentSink = {
    start(name) {
      if (name === parameter) return
      present.push(name)
      ;[parameter, first, pairs, seen] = [name, entries.length, 0, undefined]
    },
    key: (text) => add({ kind: 'key', parameter, value: toKey(text) }),
    span: (start, end) => add({ kind: 'span', parameter, start, end }),
    number: (digits, units) =>
      add({ kind: 'number', parameter, digits, ...(units === undefined ? {} : { units }) }),
    mayPair: () => ++pairs <= mostPairs,
  }
  return [{ entries, present }, sink]
}

/** Tells the entries of one parameter apart. */
function textOf(entry: IndexEntry): string {
  if (entry.kind === 'key') return entry.value
  if (entry.kind === 'span') return `${entry.start} ${entry.end}`
  return entry.units === undefined ? entry.digits : JSON.stringify([entry.digits, ...entry.units])
}
