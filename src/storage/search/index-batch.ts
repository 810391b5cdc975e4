/** Gives many resources the entries of their documents, each only while it is still of the version that was read. */
import { getTableName, sql } from 'drizzle-orm'
import { resourceTables } from '../../../drizzle/schema.ts'
import type { SqlRunner } from '../database.ts'
import { runStatement } from '../run.ts'
import { compile, type Statement } from '../statement.ts'
import { toList } from './entries.ts'
import type { SearchIndex } from './index-catalog.ts'

export interface IndexableRow {
  readonly key: string
  /** Digits of its number; null: it is gone. */
  readonly version: string | null
  readonly text: string
}

export interface IndexedType {
  readonly type: string
  readonly table: string
}

/** `changed`: it is of another version, or gone. `busy`: somebody writes it. `foreign`: another server's parameters count. */
export type Outcome = 'done' | 'changed' | 'busy' | 'foreign'

type IndexStatement = Statement<
  { readonly id: string; readonly outcome: Outcome },
  'ids' | 'versions' | 'entries' | 'known'
>

export function createIndexStatement(table: string): IndexStatement {
  const { current } = resourceTables(table, { history: false })
  const name = sql.identifier(`${getTableName(current)}_index`)
  const [ids, versions] = [sql.placeholder('ids'), sql.placeholder('versions')]
  return compile(
    ['ids', 'versions', 'entries', 'known'],
    sql`select x.id, ${name}(x.id, x.version, x.entries::text[], ${sql.placeholder('known')}::text) as outcome
from unnest(${ids}::text::text[], ${versions}::text::bigint[], ${sql.placeholder('entries')}::text::text[]) as x (id, version, entries)`,
    table,
  )
}

/** In one statement. The order of the answers is that of the rows. */
export async function indexRows(
  runner: SqlRunner,
  catalog: SearchIndex,
  { type, statement }: { readonly type: string; readonly statement: IndexStatement },
  rows: readonly IndexableRow[],
): Promise<readonly { readonly id: string; readonly outcome: Outcome }[]> {
  if (rows.length === 0) return []
  const written = rows.map(({ text }) => catalog.entriesOfText(type, text))
  return await runStatement(runner, statement, {
    ids: toList(rows.map(({ key }) => key)),
    versions: `{${rows.map(({ version }) => version ?? 'null').join(',')}}`,
    entries: toList(written.map(({ entries }) => entries)),
    known: written[0]?.known ?? '',
  })
}
