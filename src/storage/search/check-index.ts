/**
 * Compares documents, the entries that their rows have, and the tables of the index, a batch at a time beside writers: each
 * comparison is one statement, which sees one moment.
 */
import type { Sql } from '../database.ts'
import { toList } from './entries.ts'
import { createIndexStatement, type IndexableRow, type IndexedType, indexRows } from './index-batch.ts'
import type { SearchIndex } from './index-catalog.ts'
import { isTorn, leftEntries } from './index-comparison.ts'

export interface IndexReport {
  readonly type: string
  readonly resources: number
  /** Whose entries are not those of their document. */
  readonly wrong: number
  /** Entries of what has no such entry, or is not there. */
  readonly left: number
  /** Some ids of each. */
  readonly examples: readonly string[]
}

export interface IndexCheck {
  readonly sql: Sql
  readonly catalog: SearchIndex
  readonly repair: boolean
  readonly onProgress?: (type: string, resources: number) => void
}

const [rowsABatch, entriesABatch, mostExamples] = [200, 2_000, 5]

/** Of one type. After a repair nothing of what is reported is wrong any more. */
export async function checkIndex(options: IndexCheck, type: IndexedType): Promise<IndexReport> {
  const kinds = await findKinds(options, type)
  const wrong = await checkRows(options, type, kinds)
  const left = await checkLeft(options, type, kinds)
  const examples = [...new Set([...wrong.ids, ...left.ids])].slice(0, mostExamples)
  return { type: type.type, resources: wrong.resources, wrong: wrong.count, left: left.count, examples }
}

export type EntryTable = 'key' | 'span' | 'number'

async function findKinds({ sql }: IndexCheck, { table }: IndexedType): Promise<readonly EntryTable[]> {
  const rows = await sql.unsafe<{ kind: EntryTable }[]>(
    `select kind from unnest(array['key', 'span', 'number']) as kind where to_regclass($1 || '_' || kind) is not null`,
    [table],
  )
  return rows.map(({ kind }) => kind)
}

interface Found {
  count: number
  readonly ids: string[]
}

async function checkRows(options: IndexCheck, type: IndexedType, kinds: readonly EntryTable[]) {
  const { sql, catalog, repair, onProgress } = options
  const found = { count: 0, ids: [] as string[], resources: 0 }
  for (let after: string | undefined = ''; after !== undefined; ) {
    const rows: IndexableRow[] = await sql.unsafe<IndexableRow[]>(
      `select id as key, txid::text as version, resource::text as text from "${type.table}" where id > $1 order by id limit ${rowsABatch}`,
      [after],
    )
    const entries = rows.map(({ text }) => catalog.entriesOfText(type.type, text).entries)
    const wrong = await sql.unsafe<{ id: string }[]>(
      `select t.id from unnest($1::text::text[], $2::text::bigint[], $3::text::text[]) as x (id, version, entries)
       join "${type.table}" as t on t.id = x.id and t.txid = x.version
       where t.keys is distinct from x.entries::text[] or ${isTorn(type.table, kinds)} order by t.id`,
      [
        toList(rows.map(({ key }) => key)),
        `{${rows.map(({ version }) => version).join(',')}}`,
        toList(entries),
      ],
    )
    note(found, wrong)
    const ids = new Set(wrong.map(({ id }) => id))
    if (repair && ids.size > 0)
      await renew(
        options,
        type,
        kinds,
        rows.filter(({ key }) => ids.has(key)),
      )
    found.resources += rows.length
    onProgress?.(type.type, found.resources)
    after = rows.length < rowsABatch ? undefined : rows.at(-1)?.key
  }
  return found
}

function note(found: Found, rows: readonly { readonly id: string }[]): void {
  found.count += rows.length
  found.ids.push(...rows.slice(0, Math.max(0, mostExamples - found.ids.length)).map(({ id }) => id))
}

/** As if they had none: then all that the tables lack is made. What was written meanwhile is right already. */
async function renew(
  { sql, catalog }: IndexCheck,
  { type, table }: IndexedType,
  kinds: readonly EntryTable[],
  rows: readonly IndexableRow[],
): Promise<void> {
  await sql.begin(async (transaction) => {
    const ids = toList(rows.map(({ key }) => key))
    await transaction.unsafe(lockIds(type), [ids])
    await transaction.unsafe(`update "${table}" set keys = null where id = any($1::text::text[])`, [ids])
    for (const kind of kinds.filter((one) => one !== 'key'))
      await transaction.unsafe(`delete from "${table}_${kind}" where id = any($1::text::text[])`, [ids])
    const now = await transaction.unsafe<IndexableRow[]>(
      `select id as key, txid::text as version, resource::text as text from "${table}" where id = any($1::text::text[])`,
      [ids],
    )
    const outcomes = await indexRows(
      transaction,
      catalog,
      { type, statement: createIndexStatement(table) },
      now,
    )
    if (outcomes.some(({ outcome }) => outcome !== 'done'))
      throw new Error(`the index of ${type} is kept by a server with other search parameters`)
  })
}

/** In the order of ids, as everybody who takes several would have to. */
const lockIds = (
  type: string,
) => `select pg_advisory_xact_lock(hashtextextended('${type.replaceAll("'", "''")}/' || id, 0))::text
  from (select id from unnest($1::text::text[]) as id order by id) as sorted`

async function checkLeft(
  options: IndexCheck,
  type: IndexedType,
  kinds: readonly EntryTable[],
): Promise<Found> {
  const found: Found = { count: 0, ids: [] }
  for (const kind of kinds) {
    const { next, wrong, remove } = leftEntries(type.table, kind)
    for (let after: readonly string[] | undefined = ['', '']; after !== undefined; ) {
      const [last]: { v: string; id: string }[] = await options.sql.unsafe<{ v: string; id: string }[]>(
        next(entriesABatch),
        [...after],
      )
      const until: readonly string[] = last === undefined ? ['', ''] : [last.v, last.id]
      const range = [...after, ...until]
      const rows = await options.sql.unsafe<{ id: string }[]>(wrong(last === undefined), range)
      note(found, rows)
      if (options.repair && rows.length > 0)
        await options.sql.begin(async (transaction) => {
          await transaction.unsafe(lockIds(type.type), [toList([...new Set(rows.map(({ id }) => id))])])
          await transaction.unsafe(remove(last === undefined), range)
        })
      after = last === undefined ? undefined : until
    }
  }
  return found
}
