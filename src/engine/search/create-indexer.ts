/** What documents are found by: the entries of all their search parameters, as the files of types/ make them. */
import { parseJson } from '../../formats/json-text.ts'
import { isJsonObject, type JsonObject } from '../../kernel/json.ts'
import { pause } from '../../kernel/pause.ts'
import type { ResourceType } from '../../schema/registry.ts'
import type { IndexedDocument, Indexer } from '../ports/search-index.ts'
import { createSink } from './entry-sink.ts'
import { type ReadParameter, toIndexedParameter } from './indexed-parameter.ts'
import { entriesOf, findItems, walkItems } from './items.ts'

const sliceMs = 5
/** So many values between two looks at the clock. */
const entriesALook = 64

/** Paths are read here, once a type. */
export function createIndexer(types: readonly Pick<ResourceType, 'type' | 'search'>[]): Indexer {
  const byType = new Map(types.map(({ type, search }) => [type, readAll(type, search)]))
  const parametersOf = (type: string) => byType.get(type) ?? []
  const index = (type: string, document: JsonObject) => collect(parametersOf(type), document)
  return {
    parametersOf,
    index,
    indexInSlices: (type, document) => collectInSlices(parametersOf(type), document),
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

function collect(parameters: readonly ReadParameter[], document: JsonObject): IndexedDocument {
  const [collected, sink] = createSink()
  for (const parameter of parameters) {
    const items = findItems(document, parameter.path)
    if (items.length === 0) continue
    sink.start(parameter.name)
    for (const item of items)
      for (const entry of entriesOf(item)) parameter.type.addEntries(entry, sink, parameter.ignoreCase)
  }
  return collected
}

/** With pauses in between, in which others are served. */
async function collectInSlices(
  parameters: readonly ReadParameter[],
  document: JsonObject,
): Promise<IndexedDocument> {
  const [collected, sink] = createSink()
  let [since, count] = [performance.now(), 0]
  for (const parameter of parameters) {
    for (const item of walkItems(document, parameter.path)) {
      sink.start(parameter.name)
      for (const entry of entriesOf(item)) {
        parameter.type.addEntries(entry, sink, parameter.ignoreCase)
        if (++count % entriesALook !== 0 || performance.now() - since <= sliceMs) continue
        await pause()
        since = performance.now()
      }
    }
  }
  return collected
}
