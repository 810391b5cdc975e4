/**
 * The statements of one resource type. Each is constant text, so that a connection prepares it once, and each write is
 * one statement: main table and history change together or not at all.
 *
 * Writers of one id queue up at an advisory lock before the transaction number is drawn; so numbers grow along every
 * history, also when a deletion and a re-creation race. The history gets the new version, never a copy of the old row.
 */
import { getTableColumns, type SQL, sql } from 'drizzle-orm'
import { alias, PgDialect } from 'drizzle-orm/pg-core'
import { type ResourceTable, type ResourceTables, resourceTables, txid } from '../../drizzle/schema.ts'
import { bare, bareList, compile, literal, type Statement } from './statement.ts'
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

/** The same columns under the name that they have in a statement. */
function renamed(table: ResourceTable, name: string) {
  return alias(table, name)
}

type Source = ResourceTable | ReturnType<typeof renamed>

/** What `toVersion` reads. */
function versionOf(table: Source): SQL {
  return sql`${table.id}, ${table.txid}::text as version_id,
  (extract(epoch from ${table.ts}) * 1000)::float8 as last_updated, ${table.status}, ${table.resource}::text as text`
}

/** The same for whichever table is the only one of a statement. */
export const versionColumns = new PgDialect().sqlToQuery(
  versionOf(resourceTables('any', { history: false }).current),
  'indexes',
).sql

/** The lock of one resource, and then its number and time: in this order, because of `materialized`. */
function stamp(type: string): SQL {
  return sql`with locked as materialized (
  select pg_advisory_xact_lock(hashtextextended(${literal(`${type}/`)} || ${id}, 0))
), stamp as materialized (
  select nextval(${literal(txid.seqName ?? '')}) as txid, date_trunc('milliseconds', clock_timestamp()) as ts from locked
)`
}

function isoTime(moment: SQL): SQL {
  return sql`to_char(${moment} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
}

/** The document with the store's three members of meta; the others stay. */
function withMeta(document: SQL, createdAt: SQL): SQL {
  return sql`${document} || jsonb_build_object('meta',
    case when jsonb_typeof(${document} -> 'meta') = 'object' then ${document} -> 'meta' else '{}'::jsonb end
    || jsonb_build_object('versionId', stamp.txid::text, 'lastUpdated', ${isoTime(sql`stamp.ts`)},
      'createdAt', ${isoTime(createdAt)}))`
}

/** The end of every write: its version into history, a word to the others, the version as the answer. */
function finish({ tables, notify }: StatementOptions, name: 'written' | 'gone'): SQL {
  const source = renamed(tables.current, name)
  const kept =
    tables.history === undefined
      ? sql``
      : sql`, kept as (
  insert into ${tables.history} (${bareList(columnsOf(tables.history))})
  select ${sql.join(columnsOf(source), sql`, `)} from ${source}
)`
  const told = notify ? sql`, pg_notify(${literal(changeChannel)}, ${message}) as told` : sql``
  return sql`${kept}
select ${versionOf(source)}${told} from ${source}`
}

function columnsOf(table: Source) {
  return Object.values(getTableColumns(table))
}

function insert(options: StatementOptions, onConflict: SQL): SQL {
  const { type, tables } = options
  const t = renamed(tables.current, 't')
  return sql`${stamp(type)}, document as materialized (
  select ${body} as body
), written as (
  insert into ${tables.current} as ${t} (${bareList(columnsOf(t))})
  select ${id}, stamp.txid, stamp.ts, stamp.ts, ${literal(type)}, 'created',
    ${withMeta(sql`document.body`, sql`stamp.ts`)}
  from stamp, document
  on conflict (${bare(t.id)}) ${onConflict}
  returning ${t}.*
)${finish(options, 'written')}`
}

function replaceCurrent({ tables }: StatementOptions): SQL {
  const [t, excluded] = [renamed(tables.current, 't'), renamed(tables.current, 'excluded')]
  return sql`do update set ${bare(t.txid)} = ${excluded.txid}, ${bare(t.ts)} = ${excluded.ts}, ${bare(t.status)} = 'updated',
    ${bare(t.resource)} = jsonb_set(${excluded.resource}, '{meta,createdAt}', to_jsonb(${isoTime(sql`${t.cts}`)}))`
}

function update(options: StatementOptions, condition: SQL): SQL {
  const { type, tables } = options
  const t = renamed(tables.current, 't')
  return sql`${stamp(type)}, document as materialized (
  select ${body} as body
), written as (
  update ${tables.current} as ${t} set ${bare(t.txid)} = stamp.txid, ${bare(t.ts)} = stamp.ts, ${bare(t.status)} = 'updated',
    ${bare(t.resource)} = ${withMeta(sql`document.body`, sql`${t.cts}`)}
  from stamp, document
  where ${t.id} = ${id}${condition}
  returning ${t}.*
)${finish(options, 'written')}`
}

function remove(options: StatementOptions, condition: SQL): SQL {
  const { type, tables } = options
  const t = renamed(tables.current, 't')
  return sql`${stamp(type)}, gone as (
  delete from ${tables.current} as ${t} using stamp
  where ${t.id} = ${id}${condition}
  returning ${t.id}, stamp.txid, ${t.cts}, stamp.ts, ${t.resourceType}, 'deleted' as status,
    ${withMeta(sql`${t.resource}`, sql`${t.cts}`)} as resource
)${finish(options, 'gone')}`
}

export function createTypeStatements(options: StatementOptions): TypeStatements {
  const { current, history = current } = options.tables
  const always = sql``
  const ofVersion = sql` and ${renamed(current, 't').txid} = ${version}`
  const write = <More extends string>(more: readonly More[], statement: SQL): WriteStatement<More> =>
    compile(['id', ...more, ...(options.notify ? (['message'] as const) : [])], statement)
  return {
    read: compile(['id'], sql`select ${versionOf(current)} from ${current} where ${current.id} = ${id}`),
    vread: compile(
      ['id', 'version'],
      sql`select ${versionOf(history)} from ${history} where ${history.id} = ${id} and ${history.txid} = ${version}`,
    ),
    writeAny: write(['body'], insert(options, replaceCurrent(options))),
    writeAbsent: write(['body'], insert(options, sql`do nothing`)),
    writePresent: write(['body'], update(options, always)),
    writeVersion: write(['body', 'version'], update(options, ofVersion)),
    removeAny: write([], remove(options, always)),
    removeVersion: write(['version'], remove(options, ofVersion)),
  }
}
