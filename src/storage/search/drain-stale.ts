/** Makes again the entries of resources that servers with other search parameters wrote, or that were found wrong. */
import type { Sql } from '../database.ts'
import { createIndexStatement, type IndexableRow, type IndexedType, indexRows } from './index-batch.ts'
import type { SearchIndex } from './index-catalog.ts'

const batchSize = 100

export async function drainStale(
  sql: Sql,
  catalog: SearchIndex,
  types: readonly IndexedType[],
): Promise<void> {
  const waiting = await sql.unsafe<{ type: string }[]>('select distinct type from firekeep_stale')
  for (const type of types.filter((one) => waiting.some((row) => row.type === one.type)))
    for (let after: string | undefined = ''; after !== undefined; )
      after = await drainBatch(sql, catalog, type, after)
}

/** Returns the last id, where there may be more. What is written at the moment stays for the next time. */
async function drainBatch(
  sql: Sql,
  catalog: SearchIndex,
  { type, table }: IndexedType,
  after: string,
): Promise<string | undefined> {
  const rows = await sql.unsafe<IndexableRow[]>(
    `select s.id as key, t.txid::text as version, coalesce(t.resource, '{}')::text as text
     from firekeep_stale as s left join "${table}" as t on t.id = s.id
     where s.type = $1 and s.id > $2 order by s.id limit ${batchSize}`,
    [type, after],
  )
  const outcomes = await indexRows(sql, catalog, { type, statement: createIndexStatement(table) }, rows)
  if (rows.length < batchSize || outcomes.some(({ outcome }) => outcome === 'foreign')) return undefined
  return rows.at(-1)?.key
}
