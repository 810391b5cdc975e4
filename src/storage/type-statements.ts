/**
 * The statements of one resource type. Each is constant text, so that a connection prepares it once, and each write is
 * one statement: main table and history change together or not at all.
 *
 * Writers of one id queue up at an advisory lock before the transaction number is drawn; so numbers grow along every
 * history, also when a deletion and a re-creation race. The history gets the new version, never a copy of the old row.
 */
import type { TableOwner } from './resource-tables.ts'

export const changeChannel = 'firekeep_change'

export interface TypeStatements {
  readonly read: string
  readonly vread: string
  readonly writeAny: string
  readonly writeAbsent: string
  readonly writePresent: string
  readonly writeVersion: string
  readonly removeAny: string
  readonly removeVersion: string
}

export interface StatementOptions {
  readonly type: string
  readonly owner: TableOwner
  /** Whether writes tell other processes. */
  readonly notify: boolean
}

/** What `toVersion` reads. */
export const versionColumns = `id, txid::text as version_id, (extract(epoch from ts) * 1000)::float8 as last_updated,
  status, resource::text as text`

/** The lock of one resource, $1 its id, and then its number and time: in this order, because of `materialized`. */
function stamp(type: string): string {
  return `with locked as materialized (
  select pg_advisory_xact_lock(hashtextextended('${type}/' || $1::text, 0))
), stamp as materialized (
  select nextval('firekeep_txid') as txid, date_trunc('milliseconds', clock_timestamp()) as ts from locked
)`
}

function isoTime(expression: string): string {
  return `to_char(${expression} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
}

/** The document with the store's three members of meta; the others stay. */
function withMeta(document: string, createdAt: string): string {
  return `${document} || jsonb_build_object('meta',
    case when jsonb_typeof(${document} -> 'meta') = 'object' then ${document} -> 'meta' else '{}'::jsonb end
    || jsonb_build_object('versionId', stamp.txid::text, 'lastUpdated', ${isoTime('stamp.ts')},
      'createdAt', ${isoTime(createdAt)}))`
}

/** The end of every write: its version into history, a word to the others, the version as the answer. */
function finish(options: StatementOptions, source: string): string {
  const { table, history } = options.owner
  const kept = `, kept as (
  insert into "${table}_history" (id, txid, cts, ts, resource_type, status, resource)
  select id, txid, cts, ts, resource_type, status, resource from ${source}
)`
  const told = options.notify ? `, pg_notify('${changeChannel}', $2::text) as told` : ''
  return `${history ? kept : ''}
select ${versionColumns}${told} from ${source}`
}

function insert(options: StatementOptions, onConflict: string): string {
  const { type, owner } = options
  const document = options.notify ? '$3' : '$2'
  return `${stamp(type)}, document as materialized (
  select ${document}::text::jsonb as body
), written as (
  insert into "${owner.table}" as t (id, txid, cts, ts, resource_type, status, resource)
  select $1, stamp.txid, stamp.ts, stamp.ts, '${type}', 'created', ${withMeta('document.body', 'stamp.ts')}
  from stamp, document
  on conflict (id) ${onConflict}
  returning t.*
)${finish(options, 'written')}`
}

const replaceCurrent = `do update set txid = excluded.txid, ts = excluded.ts, status = 'updated',
    resource = jsonb_set(excluded.resource, '{meta,createdAt}', to_jsonb(${isoTime('t.cts')}))`

function update(options: StatementOptions, condition: (next: string) => string): string {
  const { type, owner } = options
  const [document, next] = options.notify ? ['$3', '$4'] : ['$2', '$3']
  return `${stamp(type)}, document as materialized (
  select ${document}::text::jsonb as body
), written as (
  update "${owner.table}" as t set txid = stamp.txid, ts = stamp.ts, status = 'updated',
    resource = ${withMeta('document.body', 't.cts')}
  from stamp, document
  where t.id = $1${condition(next)}
  returning t.*
)${finish(options, 'written')}`
}

function remove(options: StatementOptions, condition: (next: string) => string): string {
  const { type, owner } = options
  return `${stamp(type)}, gone as (
  delete from "${owner.table}" as t using stamp
  where t.id = $1${condition(options.notify ? '$3' : '$2')}
  returning t.id, stamp.txid, t.cts, stamp.ts, t.resource_type, 'deleted' as status,
    ${withMeta('t.resource', 't.cts')} as resource
)${finish(options, 'gone')}`
}

const always = () => ''
const ofVersion = (parameter: string) => ` and t.txid = ${parameter}::bigint`

export function createTypeStatements(options: StatementOptions): TypeStatements {
  const { table, history } = options.owner
  const versions = history ? `${table}_history` : table
  return {
    read: `select ${versionColumns} from "${table}" where id = $1`,
    vread: `select ${versionColumns} from "${versions}" where id = $1 and txid = $2::bigint`,
    writeAny: insert(options, replaceCurrent),
    writeAbsent: insert(options, 'do nothing'),
    writePresent: update(options, always),
    writeVersion: update(options, ofVersion),
    removeAny: remove(options, always),
    removeVersion: remove(options, ofVersion),
  }
}
