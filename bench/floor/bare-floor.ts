/**
 * The bare floor: the least that a server on Elysia and postgres.js does for a read and for a write with history. One
 * prepared statement each, the body handed through as text; no authentication, no validation, no negotiation, no index of
 * searches. The pool is the product's, because a pool of postgres.js' own makes every query dearer than the one before.
 */
import { type Run, serveFloor } from './floor-server.ts'

const columns = `id text collate "C" not null, txid bigint not null, cts timestamptz not null, ts timestamptz not null,
  resource_type text not null, status text not null, resource jsonb not null`

const tablesOf = (table: string) => `create table ${table} (${columns}, primary key (id));
alter table ${table} alter column resource set compression lz4;
create table ${table}_history (${columns}, primary key (id, txid));
alter table ${table}_history alter column resource set compression lz4;
create index ${table}_history_txid on ${table}_history (txid)`

const stamp = `stamp as materialized (select nextval('firekeep_txid') as txid, clock_timestamp() as ts)`

const writeOf = (table: string, type: string) => `with ${stamp}, written as (
  insert into ${table} as t (id, txid, cts, ts, resource_type, status, resource)
  select $1, txid, ts, ts, '${type}', 'created',
    $2::text::jsonb || jsonb_build_object('meta', jsonb_build_object('versionId', txid::text, 'lastUpdated', ts))
  from stamp
  on conflict (id) do update set txid = excluded.txid, ts = excluded.ts, status = 'updated', resource = excluded.resource
  returning t.*
), kept as (
  insert into ${table}_history select * from written
)
select resource::text as text from written`

const removeOf = (table: string) => `with ${stamp}, gone as (
  delete from ${table} as t using stamp where t.id = $1
  returning t.id, stamp.txid, t.cts, stamp.ts, t.resource_type, 'deleted', t.resource
), kept as (
  insert into ${table}_history select * from gone
)
select resource::text as text from gone`

async function answer(run: Run, statement: string, parameters: string[], status = 200): Promise<Response> {
  const [row] = await run(statement, parameters)
  if (row === undefined) return new Response(null, { status: 404 })
  return new Response(row.text, { status, headers: { 'content-type': 'application/fhir+json' } })
}

await serveFloor({
  prepare: (types) =>
    ['create sequence firekeep_txid', ...types.map((type) => tablesOf(type.toLowerCase()))].join(';\n'),
  handlers: (type, run) => {
    const table = type.toLowerCase()
    const [write, remove] = [writeOf(table, type), removeOf(table)]
    const read = `select resource::text as text from ${table} where id = $1`
    return {
      get: (id) => answer(run, read, [id]),
      put: (id, body) => answer(run, write, [id, body]),
      post: (body) => answer(run, write, [crypto.randomUUID(), body], 201),
      delete: (id) => answer(run, remove, [id]),
    }
  },
})
