/**
 * The statements of one resource type. Each is constant text, so that a connection prepares it once, and each write is
 * one statement: main table and history change together or not at all.
 *
 * Writers of one id queue up at an advisory lock before the transaction number is drawn; so numbers grow along every
 * history, also when a deletion and a re-creation race. The history gets the new version, never a copy of the old row.
 */
import { getTableColumns, getTableName, type SQL, sql } from 'drizzle-orm'
import { type ResourceTables, resourceTables, txid } from '../../drizzle/schema.ts'
import { compile, fixed, list, literal, type Statement, toText } from './statement.ts'
import type { VersionRow } from './to-version.ts'

export const changeChannel = 'firekeep_change'

/** `message`: what other processes are told; taken only by statements that tell. */
type WriteStatement<More extends string> = Statement<VersionRow, 'id' | 'message' | More>

export interface TypeStatements {
  readonly read: Statement<VersionRow, 'id'>
  readonly vread: Statement<VersionRow, 'id' | 'version'>
  readonly writeAny: WriteStatement<'body'>
  readonly writeAbsent: WriteStatement<'body'>
  readonly writePresent: WriteStatement<'body'>
  readonly writeVersion: WriteStatement<'body' | 'version'>
  readonly removeAny: WriteStatement<never>
  readonly removeVersion: WriteStatement<'version'>
}

export interface StatementOptions {
  readonly type: string
  readonly tables: ResourceTables
  /** Whether writes tell other processes. */
  readonly notify: boolean
}

const id = sql`${sql.placeholder('id')}::text`
const body = sql`${sql.placeholder('body')}::text::jsonb`
const message = sql`${sql.placeholder('message')}::text`
const version = sql`${sql.placeholder('version')}::bigint`

/** The columns, which every resource table has. */
const c = resourceTables('any', { history: false }).current

/** What `toVersion` reads of the only table of a statement. */
export const versionColumns = toText(sql`${c.id}, ${c.txid}::text as version_id,
  (extract(epoch from ${c.ts}) * 1000)::float8 as last_updated, ${c.status}, ${c.resource}::text as text`)
const versionOf = sql.raw(versionColumns)

/** Where the numbers of versions come from. */
export const numbers = fixed(literal(txid.seqName ?? ''))

/** The lock of one resource, and then its number and time: in this order, because of `materialized`. */
function stamp(type: string): SQL {
  return sql`with locked as materialized (
  select pg_advisory_xact_lock(hashtextextended(${literal(`${type}/`)} || ${id}, 0))
), stamp as materialized (
  select nextval(${numbers}) as txid, date_trunc('milliseconds', clock_timestamp()) as ts from locked
)`
}

/** As `Date.toISOString` writes it. */
function isoTime(moment: SQL): SQL {
  return sql`to_char(${moment} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
}

/** The document with the store's three members of meta; the others stay. In a statement with a `stamp`. */
export function withMeta(document: SQL, createdAt: SQL): SQL {
  return sql`${document} || jsonb_build_object('meta',
    case when jsonb_typeof(${document} -> 'meta') = 'object' then ${document} -> 'meta' else '{}'::jsonb end
    || jsonb_build_object('versionId', stamp.txid::text, 'lastUpdated', ${isoTime(sql`stamp.ts`)},
      'createdAt', ${isoTime(createdAt)}))`
}

/** Parts of statements that are the same for every type. */
const parts = {
  columns: fixed(list(Object.values(getTableColumns(c)))),
  created: fixed(withMeta(sql`document.body`, sql`stamp.ts`)),
  updated: fixed(withMeta(sql`document.body`, sql`t.${c.cts}`)),
  gone: fixed(sql`t.${c.id}, stamp.txid, t.${c.cts}, stamp.ts, t.${c.resourceType}, 'deleted' as status,
    ${withMeta(sql`t.${c.resource}`, sql`t.${c.cts}`)} as resource`),
  newStamp: fixed(sql`${c.txid} = stamp.txid, ${c.ts} = stamp.ts, ${c.status} = 'updated'`),
  replaceCurrent: fixed(sql`do update set ${c.txid} = excluded.${c.txid}, ${c.ts} = excluded.${c.ts},
    ${c.status} = 'updated', ${c.resource} =
      jsonb_set(excluded.${c.resource}, '{meta,createdAt}', to_jsonb(${isoTime(sql`t.${c.cts}`)}))`),
  told: sql`, pg_notify(${literal(changeChannel)}, ${message}) as told`,
}

/** The end of every write: its version into history, a word to the others, the version as the answer. */
function finish({ tables, notify }: StatementOptions, result: 'written' | 'gone'): SQL {
  const source = sql.raw(result)
  const kept = sql`, kept as (
  insert into ${tables.history} (${parts.columns})
  select ${parts.columns} from ${source}
)`
  return sql`${tables.history === undefined ? sql`` : kept}
select ${versionOf}${notify ? parts.told : sql``} from ${source}`
}

function insert(options: StatementOptions, onConflict: SQL): SQL {
  const { type, tables } = options
  return sql`${stamp(type)}, document as materialized (
  select ${body} as body
), written as (
  insert into ${tables.current} as t (${parts.columns})
  select ${id}, stamp.txid, stamp.ts, stamp.ts, ${literal(type)}, 'created', ${parts.created}
  from stamp, document
  on conflict (${c.id}) ${onConflict}
  returning t.*
)${finish(options, 'written')}`
}

function update(options: StatementOptions, condition: SQL): SQL {
  const { type, tables } = options
  return sql`${stamp(type)}, document as materialized (
  select ${body} as body
), written as (
  update ${tables.current} as t set ${parts.newStamp}, ${c.resource} = ${parts.updated}
  from stamp, document
  where t.${c.id} = ${id}${condition}
  returning t.*
)${finish(options, 'written')}`
}

function remove(options: StatementOptions, condition: SQL): SQL {
  const { type, tables } = options
  return sql`${stamp(type)}, gone as (
  delete from ${tables.current} as t using stamp
  where t.${c.id} = ${id}${condition}
  returning ${parts.gone}
)${finish(options, 'gone')}`
}

export function createTypeStatements(options: StatementOptions): TypeStatements {
  const { current, history = current } = options.tables
  const table = getTableName(current)
  const always = sql``
  const ofVersion = sql` and t.${c.txid} = ${version}`
  const write = <More extends string>(more: readonly More[], statement: SQL): WriteStatement<More> =>
    compile(['id', ...more, ...(options.notify ? (['message'] as const) : [])], statement, table)
  return {
    read: compile(['id'], sql`select ${versionOf} from ${current} where ${current.id} = ${id}`, table),
    vread: compile(
      ['id', 'version'],
      sql`select ${versionOf} from ${history} where ${history.id} = ${id} and ${history.txid} = ${version}`,
      table,
    ),
    writeAny: write(['body'], insert(options, parts.replaceCurrent)),
    writeAbsent: write(['body'], insert(options, sql`do nothing`)),
    writePresent: write(['body'], update(options, always)),
    writeVersion: write(['body', 'version'], update(options, ofVersion)),
    removeAny: write([], remove(options, always)),
    removeVersion: write(['version'], remove(options, ofVersion)),
  }
}
