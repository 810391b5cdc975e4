/** Loads what the search index of a database has. */
import type { Indexer } from '../../engine/ports/search-index.ts'
import type { SqlRunner } from '../database.ts'
import { createSearchIndex, indexNames, type SearchIndex } from './index-catalog.ts'
import { readIndexRows } from './index-rows.ts'

export async function openSearchIndex(
  runner: SqlRunner,
  indexer: Indexer,
  types: readonly { readonly type: string }[],
): Promise<SearchIndex> {
  const index = createSearchIndex(indexer, types)
  await loadSearchIndex(runner, index)
  return index
}

export async function loadSearchIndex(runner: SqlRunner, index: SearchIndex): Promise<void> {
  const rows = await readIndexRows(runner)
  const names = await runner.unsafe<{ name: string }[]>(
    `select relname as name from pg_class where relnamespace = current_schema()::regnamespace and relkind in ('i', 'I')
     and relname ~ '${indexNames}'`,
  )
  index.replace(rows, new Set(names.map(({ name }) => name)))
}
