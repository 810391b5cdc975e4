/** What of the search index may be relied on, and how entries of documents are written; kept in memory. */
import type { IndexedDocument, Indexer, IndexKind } from '../../engine/ports/search-index.ts'
import type { Write } from '../../engine/ports/store.ts'
import type { JsonObject } from '../../kernel/json.ts'
import { type NumberedParameter, toEntries } from './entries.ts'
import { findActive, type IndexRow, toSignature } from './index-rows.ts'

/** For whoever plans searches. */
export interface IndexCatalog {
  /** Undefined: not every resource has its entries yet, or there are none of the parameter. */
  readonly parameterOf: (
    type: string,
    name: string,
  ) => { readonly number: number; readonly kind: IndexKind } | undefined
  /** Whether parts of keys can be found by an index. */
  readonly hasTrigrams: (table: string) => boolean
  /** Whether values of the documents themselves are found by an index: of a database whose entries are not complete yet. */
  readonly hasDocumentIndex: (table: string) => boolean
}

export interface WrittenEntries {
  /** An array literal. */
  readonly entries: string
  /** Of the parameters that they are of. */
  readonly known: string
}

export interface SearchIndex extends IndexCatalog {
  readonly entriesOf: (write: Pick<Write, 'type' | 'text' | 'document'>) => WrittenEntries
  /** The same with pauses in between, for a large document. */
  readonly entriesInSlices: (type: string, document: JsonObject) => Promise<WrittenEntries>
  readonly entriesOfText: (type: string, text: string) => WrittenEntries
  /** Types with parameters that are not complete, or entries that nobody wants any more. */
  readonly unfinished: () => ReadonlyMap<string, Unfinished>
  /** Indexes that an earlier version made, of documents and of single fields of them whatever their case. */
  readonly formerIndexes: (table: string) => readonly string[]
  /** What is in the database now; `indexes`: names of those that the catalog is asked for. */
  replace(rows: readonly IndexRow[], indexes: ReadonlySet<string>): void
}

export interface Unfinished {
  /** Names of those that searches cannot use yet. */
  readonly building: readonly string[]
  /** Of parameters that are built or dropped: what a server that knows no others may call done. */
  readonly numbers: readonly number[]
}

export const trigramIndex = (table: string) => `${table}_key_trigrams`
export const cutIndex = (table: string) => `${table}_key_cut`
const documentIndex = (table: string) => `${table}_resource`
/** Of names: what `loadSearchIndex` looks for. */
export const indexNames = '_(key_trigrams|key_cut|resource|caseless)$'

interface TypeIndex {
  readonly parameters: ReadonlyMap<string, NumberedParameter & { readonly isComplete: boolean }>
  readonly signature: string
  readonly unfinished: Unfinished | undefined
}

const none: TypeIndex = { parameters: new Map(), signature: '', unfinished: undefined }

export function createSearchIndex(
  indexer: Indexer,
  types: readonly { readonly type: string }[],
): SearchIndex {
  let known: ReadonlyMap<string, TypeIndex> = new Map()
  let names: ReadonlySet<string> = new Set()
  const write = (type: string, document: IndexedDocument): WrittenEntries => {
    const { parameters, signature } = known.get(type) ?? none
    return { entries: toEntries(document, parameters), known: signature }
  }
  return {
    parameterOf(type, name) {
      const found = known.get(type)?.parameters.get(name)
      return found?.isComplete ? found : undefined
    },
    hasTrigrams: (table) => names.has(trigramIndex(table)) && names.has(cutIndex(table)),
    hasDocumentIndex: (table) => names.has(documentIndex(table)),
    formerIndexes: (table) =>
      [...names].filter(
        (name) =>
          name === documentIndex(table) || (name.startsWith(`${table}_`) && name.endsWith('_caseless')),
      ),
    entriesOf: ({ type, text, document }) =>
      write(type, document === undefined ? indexer.indexText(type, text) : indexer.index(type, document)),
    entriesInSlices: async (type, document) => write(type, await indexer.indexInSlices(type, document)),
    entriesOfText: (type, text) => write(type, indexer.indexText(type, text)),
    unfinished: () =>
      new Map([...known].flatMap(([type, { unfinished }]) => (unfinished ? [[type, unfinished]] : []))),
    replace(rows, indexes) {
      const byType = Map.groupBy(rows, ({ type }) => type)
      known = new Map(
        types.map(({ type }) => [type, toTypeIndex(byType.get(type) ?? [], indexer.parametersOf(type))]),
      )
      names = indexes
    },
  }
}

function toTypeIndex(rows: readonly IndexRow[], parameters: ReturnType<Indexer['parametersOf']>): TypeIndex {
  const active = findActive(rows, parameters)
  const building = active.filter(({ isComplete }) => !isComplete).map(({ name }) => name)
  const numbers = rows
    .filter(
      ({ number, state }) =>
        state === 'dropping' || active.some((one) => one.number === number && !one.isComplete),
    )
    .map(({ number }) => number)
  return {
    parameters: new Map(active.map((parameter) => [parameter.name, parameter])),
    signature: toSignature(active),
    unfinished:
      numbers.length > 0 ? { building: building.filter((name) => name !== ''), numbers } : undefined,
  }
}

/** Of a server that has no search parameters. */
export const noIndexer: Indexer = {
  parametersOf: () => [],
  index: () => ({ entries: [], present: [] }),
  indexInSlices: async () => ({ entries: [], present: [] }),
  indexText: () => ({ entries: [], present: [] }),
}
