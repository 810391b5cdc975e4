/**
 * The floor: the least that a server on Elysia and postgres.js does for a read and for a write with history. One
 * prepared statement each, the body handed through as text; no authentication, no validation, no negotiation. The pool
 * is the product's, because a pool of postgres.js' own makes every query dearer than the one before.
 */
import { Elysia } from 'elysia'
import postgres from 'postgres'
import { createClientPool } from '../src/storage/postgres/client-pool.ts'

const columns = `id text collate "C" not null, txid bigint not null, cts timestamptz not null, ts timestamptz not null,
  resource_type text not null, status text not null, resource jsonb not null`

/** Tables, index and compression are those of the product, so that PostgreSQL's part can be compared as well. */
const tables = `create sequence firekeep_txid;
create table patient (${columns}, primary key (id));
alter table patient alter column resource set compression lz4;
create index patient_resource on patient using gin (resource jsonb_path_ops);
create table patient_history (${columns}, primary key (id, txid));
alter table patient_history alter column resource set compression lz4;
create index patient_history_txid on patient_history (txid)`

const readStatement = 'select resource::text as text from patient where id = $1'

const writeStatement = `with stamp as materialized (
  select nextval('firekeep_txid') as txid, clock_timestamp() as ts
), written as (
  insert into patient as t (id, txid, cts, ts, resource_type, status, resource)
  select $1, txid, ts, ts, 'Patient', 'created',
    $2::text::jsonb || jsonb_build_object('meta', jsonb_build_object('versionId', txid::text, 'lastUpdated', ts))
  from stamp
  on conflict (id) do update set txid = excluded.txid, ts = excluded.ts, status = 'updated', resource = excluded.resource
  returning t.*
), kept as (
  insert into patient_history select * from written
)
select resource::text as text from written`

const url = process.env.DATABASE_URL ?? ''
const { sql } = createClientPool({
  size: 4,
  connect: (onclose) => postgres(url, { max: 1, fetch_types: false, onnotice() {}, onclose }),
})
await sql.unsafe(tables)

async function first(statement: string, parameters: string[]): Promise<Response> {
  const [row] = await sql.unsafe<{ text: string }[]>(statement, parameters, { prepare: true })
  if (row === undefined) return new Response(null, { status: 404 })
  return new Response(row.text, { headers: { 'content-type': 'application/fhir+json' } })
}

new Elysia()
  .get('/health', () => new Response('ok'))
  .get('/Patient/:id', ({ params }) => first(readStatement, [params.id]))
  .put('/Patient/:id', ({ params, body }) => first(writeStatement, [params.id, body as string]), {
    parse: 'text',
  })
  .listen({ hostname: '127.0.0.1', port: Number(process.env.PORT) })

process.on('SIGTERM', () => process.exit(0))
