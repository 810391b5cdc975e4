/** Puts rows into the tables of a type, past the server: a million of them through its front door would take an hour. */
import { once } from 'node:events'
import postgres from 'postgres'

export interface Rows {
  /** The table of the type. Its history, where there is one, gets the same rows. */
  readonly table: string
  readonly type: string
  readonly count: number
  readonly toResource: (number: number) => Record<string, unknown> & { readonly id?: unknown }
  /** Milliseconds since 1970. */
  readonly writtenAt: (number: number) => number
}

const columns = 'id, txid, cts, ts, resource_type, status, resource'
/** Text is handed to the database in pieces of about so many characters. */
const pieceLength = 500_000

/**
 * On a database whose tables a server has made, while no server runs. What the server knows of its index of searches is
 * forgotten, so that the next start builds it of these rows. Indexes are made after the rows, which is much faster.
 */
export async function loadRows(databaseUrl: string, rows: Rows): Promise<void> {
  const sql = postgres(databaseUrl, { max: 1, onnotice() {} })
  const { table, type, count } = rows
  try {
    await sql`set synchronous_commit = off`
    const indexes = await sql<{ name: string; definition: string }[]>`
      select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition from pg_index i
      where i.indrelid in (to_regclass(${table}), to_regclass(${`${table}_history`})) and not i.indisunique`
    for (const { name } of indexes) await sql.unsafe(`drop index ${name}`)
    await copy(sql, rows)
    const [history] = await sql`select to_regclass(${`${table}_history`}) is not null as exists`
    if (history?.exists) {
      await sql.unsafe(
        `insert into ${table}_history (${columns}) select ${columns} from ${table} on conflict do nothing`,
      )
    }
    await sql`select setval('firekeep_txid', (select last_value from firekeep_txid) + ${count})`
    for (const { definition } of indexes) await sql.unsafe(definition)
    const [index] = await sql`select to_regclass('firekeep_index') is not null as exists`
    if (index?.exists) await sql`delete from firekeep_index where type = ${type}`
  } finally {
    await sql.end()
  }
}

async function copy(sql: postgres.Sql, rows: Rows): Promise<void> {
  const { table, count } = rows
  const [row] = await sql<{ last: string }[]>`select last_value::text as last from firekeep_txid`
  const firstTxid = Number(row?.last ?? 0) + 1
  const stream = await sql.unsafe(`copy ${table} (${columns}) from stdin`).writable()
  let piece = ''
  for (let number = 0; number < count; number++) {
    piece += toLine(rows, number, String(firstTxid + number))
    if (piece.length < pieceLength && number < count - 1) continue
    if (!stream.write(piece)) await once(stream, 'drain')
    piece = ''
  }
  stream.end()
  await once(stream, 'finish')
}

/** In the text format of COPY. */
function toLine({ type, toResource, writtenAt }: Rows, number: number, txid: string): string {
  const at = new Date(writtenAt(number)).toISOString()
  const resource = toResource(number)
  const meta = { versionId: txid, lastUpdated: at, createdAt: at }
  const text = JSON.stringify({ ...resource, meta }).replaceAll('\\', '\\\\')
  return `${resource.id}\t${txid}\t${at}\t${at}\t${type}\tcreated\t${text}\n`
}

/** Statistics and the visibility map, as a running server's database has them. */
export async function vacuum(databaseUrl: string): Promise<void> {
  const sql = postgres(databaseUrl, { max: 1, onnotice() {} })
  try {
    await sql`vacuum analyze`
  } finally {
    await sql.end()
  }
}
