/** One step of the work on the index of a type: some resources in the order of ids get their entries, or all is done. */
import type { Sql, SqlRunner } from '../database.ts'
import { createIndexStatement, type IndexableRow, type IndexedType, indexRows } from './index-batch.ts'
import type { SearchIndex } from './index-catalog.ts'

/** `waiting`: another server is at it, or somebody writes what comes next. `foreign`: this server's parameters do not count. */
export type Step = { readonly state: 'more' | 'done' | 'waiting' | 'foreign'; readonly rows: number }

/** Bytes as they are stored, of the documents of a batch. */
const mostBytes = 1_000_000

/** In a transaction, so that the cursor is never ahead of the entries. */
export async function buildBatch(
  sql: Sql,
  catalog: SearchIndex,
  type: IndexedType,
  { numbers, size }: { readonly numbers: readonly number[]; readonly size: number },
): Promise<Step> {
  const { step } = await sql.begin(async (transaction) => {
    const [turn] = await transaction.unsafe<{ mine: boolean }[]>(
      `select pg_try_advisory_xact_lock(hashtextextended('firekeep_index', 0)) as mine`,
    )
    if (turn?.mine !== true) return { step: { state: 'waiting', rows: 0 } as const }
    return { step: await build(transaction, catalog, type, { numbers: `{${numbers.join(',')}}`, size }) }
  })
  return step
}

async function build(
  runner: SqlRunner,
  catalog: SearchIndex,
  type: IndexedType,
  { numbers, size }: { readonly numbers: string; readonly size: number },
): Promise<Step> {
  const rows = await readNext(runner, type, numbers, size)
  if (rows.length === 0) return await finish(runner, type, numbers)
  const statement = createIndexStatement(type.table)
  const outcomes = await indexRows(runner, catalog, { type: type.type, statement }, rows)
  const undone = outcomes.findIndex(({ outcome }) => outcome !== 'done')
  if (outcomes[undone]?.outcome === 'foreign') return { state: 'foreign', rows: 0 }
  // What was written meanwhile is read again with the next batch.
  const last = outcomes[undone === -1 ? outcomes.length - 1 : undone - 1]?.id
  if (last === undefined) return { state: 'waiting', rows: 0 }
  await runner.unsafe(
    `update firekeep_index set cursor = $1 where type = $2 and number = any($3::text::smallint[]) and state <> 'complete'`,
    [last, type.type, numbers],
  )
  return { state: 'more', rows: undone === -1 ? rows.length : undone }
}

async function readNext(
  runner: SqlRunner,
  { type, table }: IndexedType,
  numbers: string,
  size: number,
): Promise<readonly IndexableRow[]> {
  const rows = await runner.unsafe<IndexableRow[]>(
    `with next as materialized (
  select id, txid, resource from "${table}" where id > (select coalesce(min(coalesce(cursor, '')), '') from firekeep_index
    where type = $1 and number = any($2::text::smallint[]) and state <> 'complete') order by id limit $3::int
), sized as (
  select next.*, sum(pg_column_size(resource)) over (order by id rows between unbounded preceding and 1 preceding) as before from next
)
select id as key, txid::text as version, resource::text as text from sized
where coalesce(before, 0) < ${mostBytes} order by id`,
    [type, numbers, size],
  )
  return rows
}

/** What is complete may be relied on from the commit on. */
async function finish(runner: SqlRunner, { type }: IndexedType, numbers: string): Promise<Step> {
  const mine = `type = $1 and number = any($2::text::smallint[])`
  await runner.unsafe(`delete from firekeep_index where ${mine} and state = 'dropping'`, [type, numbers])
  await runner.unsafe(
    `update firekeep_index set state = 'complete', cursor = null where ${mine} and state = 'building'`,
    [type, numbers],
  )
  return { state: 'done', rows: 0 }
}
