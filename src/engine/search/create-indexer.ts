/** What documents are found by: the entries of all their search parameters, as the files of types/ make them. */
import { parseJson } from '../../formats/json-text.ts'
import { isJsonObject, type JsonObject } from '../../kernel/json.ts'
import { pause } from '../../kernel/pause.ts'
import type { ResourceType } from '../../schema/registry.ts'
import type { IndexEntry, IndexedDocument, Indexer } from '../ports/search-index.ts'
import { toKey } from './index-key.ts'
import { type ReadParameter, toIndexedParameter } from './indexed-parameter.ts'
import { entriesOf, findItems } from './items.ts'
import type { EntrySink } from './parameter-type.ts'

/** Pairs that lists within one item may make, such as of codes and systems; no schema of FHIR has such lists. */
const mostPairs = 10_000
const sliceMs = 5
/** So many items between two looks at the clock. */
const itemsALook = 64

/** Paths are read here, once a type. */
export function createIndexer(types: readonly Pick<ResourceType, 'type' | 'search'>[]): Indexer {
  const byType = new Map(types.map(({ type, search }) => [type, readAll(type, search)]))
  const parametersOf = (type: string) => byType.get(type) ?? []
  const index = (type: string, document: JsonObject) => {
    const steps = collect(parametersOf(type), document)
    for (;;) {
      const step = steps.next()
      if (step.done === true) return step.value
    }
  }
  return {
    parametersOf,
    index,
    indexInSlices: (type, document) => inSlices(collect(parametersOf(type), document)),
    indexText(type, text) {
      const document = parseJson(text)
      return index(type, isJsonObject(document) ? document : {})
    },
  }
}

function readAll(type: string, search: ResourceType['search']): readonly ReadParameter[] {
  return [...search.values()]
    .map((parameter) => toIndexedParameter(parameter, type))
    .filter((parameter) => parameter !== null)
}

/** Yields after each item. */
function* collect(
  parameters: readonly ReadParameter[],
  document: JsonObject,
): Generator<void, IndexedDocument, void> {
  const entries: IndexEntry[] = []
  const present: string[] = []
  for (const parameter of parameters) {
    let sink: EntrySink | undefined
    for (const item of findItems(document, parameter.path)) {
      if (sink === undefined) {
        present.push(parameter.name)
        sink = createSink(parameter.name, entries)
      }
      for (const entry of entriesOf(item)) {
        parameter.type.addEntries(entry, sink, parameter.ignoreCase)
        yield
      }
    }
  }
  return { entries, present }
}

function createSink(parameter: string, entries: IndexEntry[]): EntrySink {
  const seen = new Set<string>()
  const isNew = (text: string) => seen.size < seen.add(text).size
  let pairs = 0
  return {
    key(text) {
      const value = toKey(text)
      if (isNew(value)) entries.push({ kind: 'key', parameter, value })
    },
    span(start, end) {
      if (isNew(`${start} ${end}`)) entries.push({ kind: 'span', parameter, start, end })
    },
    number(digits, units) {
      if (isNew(units === undefined ? digits : JSON.stringify([digits, ...units])))
        entries.push({ kind: 'number', parameter, digits, ...(units === undefined ? {} : { units }) })
    },
    mayPair: () => ++pairs <= mostPairs,
  }
}

/** With pauses in between, in which others are served. */
async function inSlices<T>(steps: Generator<void, T, void>): Promise<T> {
  let since = performance.now()
  for (let count = 1; ; count += 1) {
    const step = steps.next()
    if (step.done === true) return step.value
    if (count % itemsALook !== 0 || performance.now() - since <= sliceMs) continue
    await pause()
    since = performance.now()
  }
}
