/** What resource types need in the database: tables, the functions that write them, and the list of their index's parameters. */
import { sql } from 'drizzle-orm'
import { indexTables, resourceTables, searchIndex } from '../../drizzle/schema.ts'
import type { Indexer, IndexKind } from '../engine/ports/search-index.ts'
import type { SqlRunner } from './database.ts'
import { type Existing, findTableLacks, type Lack, type TableOwner } from './resource-tables.ts'
import type { NumberedParameter } from './search/entries.ts'
import { cutIndex, trigramIndex } from './search/index-catalog.ts'
import { type IndexRow, planIndex, readIndexRows, toSignature } from './search/index-rows.ts'
import { literal, toText } from './statement.ts'
import { changeChannel } from './type-statements.ts'
import { codeOf, indexMessage, writeFunctions } from './write-functions.ts'

/** Makes what is not there yet; the caller holds the lock of migrations. */
export async function bringTypes(
  client: SqlRunner,
  types: readonly TableOwner[],
  indexer: Indexer,
): Promise<void> {
  const existing = await findExisting(client)
  const rows = Map.groupBy(await readIndexRows(client), ({ type }) => type)
  const plans = types.map((owner) => toPlan(owner, rows.get(owner.type) ?? [], indexer))
  const statements = plans
    .flatMap(({ owner, kinds }) => findTableLacks(owner, kinds, existing))
    .flatMap((lack) => lack.statements)
  statements.push(...trigramIndexes(types, existing))
  const changes = plans.flatMap((plan) => [
    ...findFunctionLacks(plan, existing.functions, (mark) => mark).flatMap((lack) => lack.statements),
    ...registrations(plan),
  ])
  if (changes.length > 0) statements.push(...changes, announcement)
  if (statements.length > 0)
    await client.unsafe(`begin; set local check_function_bodies = off; ${statements.join(';\n')}; commit`)
}

/** In words, for who may not make it. Numbers of parameters may differ: what the database does not know has no entries. */
export async function findLacks(
  client: SqlRunner,
  types: readonly TableOwner[],
  indexer: Indexer,
): Promise<readonly string[]> {
  const existing = await findExisting(client)
  const plans = types.map((owner) => toPlan(owner, [], indexer))
  return plans
    .flatMap((plan) => [
      ...findTableLacks(plan.owner, plan.kinds, existing),
      ...findFunctionLacks(plan, existing.functions, codeOf),
    ])
    .map(({ what }) => what)
}

interface TypePlan {
  readonly owner: TableOwner
  /** Kinds of entries that there are, or were. */
  readonly kinds: ReadonlySet<IndexKind>
  readonly active: readonly NumberedParameter[]
  readonly added: readonly NumberedParameter[]
  readonly gone: readonly number[]
}

function toPlan(owner: TableOwner, rows: readonly IndexRow[], indexer: Indexer): TypePlan {
  const plan = planIndex(rows, indexer.parametersOf(owner.type))
  const kinds = new Set([...rows, ...plan.active].map(({ kind }) => kind))
  return { ...plan, owner, kinds }
}

/** `compare`: what of a mark must be the same. */
function findFunctionLacks(
  { owner, kinds, active }: TypePlan,
  marks: ReadonlyMap<string, string>,
  compare: (mark: string) => string,
): Lack[] {
  const functions = writeFunctions({ ...owner, kinds, signature: toSignature(active) })
  return functions
    .filter(({ name, mark }) => compare(marks.get(name) ?? '') !== compare(mark))
    .map(({ name, statement }) => ({ what: `function ${name}`, statements: [statement] }))
}

/** Of a type without resources everything is complete at once. */
function registrations({ owner, added, gone }: TypePlan): string[] {
  const { type, table } = owner
  const { current } = resourceTables(table, owner)
  const isEmpty = sql`not exists (select from ${current})`
  const column = searchIndex
  const ofType = sql`${column.type} = ${literal(type)}`
  const insert = ({ name, number, kind, fingerprint }: NumberedParameter) => sql`insert into ${searchIndex}
  select ${literal(type)}, ${literal(name)}, ${sql.raw(String(number))}, ${literal(kind)}, ${literal(fingerprint)},
  case when ${isEmpty} then 'complete' else 'building' end, null
  on conflict (${column.type}, ${column.number}) do update set ${column.fingerprint} = excluded.${column.fingerprint},
  ${column.state} = excluded.${column.state}, ${column.cursor} = null`
  const numbers = sql.raw(gone.join(', '))
  const drop = sql`update ${searchIndex} set ${column.state} = 'dropping', ${column.cursor} = null
  where ${ofType} and ${column.number} in (${numbers})`
  return [...added.map(insert), ...(gone.length > 0 ? [drop] : [])].map((part) => toText(part))
}

/** For parts of texts, where somebody has given the database the extension pg_trgm; keys that were cut are not found by parts. */
function trigramIndexes(types: readonly TableOwner[], { names, trigramClass }: Found): string[] {
  if (trigramClass === undefined) return []
  return types
    .filter(({ table }) => !names.has(trigramIndex(table)) || !names.has(cutIndex(table)))
    .flatMap(({ table }) => {
      const { key } = indexTables(table)
      const name = (text: string) => sql`create index if not exists ${sql.identifier(text)} on ${key}`
      return [
        sql`${name(trigramIndex(table))} using gin (${key.v} ${sql.raw(trigramClass)})`,
        sql`${name(cutIndex(table))} (${key.v}, ${key.id}) where right(${key.v}, 1) = U&'\\+10FFFF'`,
      ].map((part) => toText(part))
    })
}

const announcement = toText(sql`select pg_notify(${literal(changeChannel)}, ${literal(indexMessage)})`)

interface Found extends Existing {
  /** Marks of functions by name. */
  readonly functions: ReadonlyMap<string, string>
  /** Of pg_trgm, with its schema. */
  readonly trigramClass: string | undefined
}

async function findExisting(client: SqlRunner): Promise<Found> {
  const rows = await client.unsafe<
    { name: string; mark: string | null }[]
  >(`select relname as name, null as mark
    from pg_class where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p', 'i', 'I')
  union all select relname || '.' || attname, null from pg_attribute join pg_class on pg_class.oid = attrelid
    where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p') and attname = 'keys' and not attisdropped
  union all select proname, substring(prosrc from '^\\s*-- ([^\\n]*)') from pg_proc
    where pronamespace = current_schema()::regnamespace and proname ~ '_(write|remove|index)$'`)
  const marks = rows.flatMap(({ name, mark }) => (mark === null ? [] : [[name, mark] as const]))
  return {
    names: new Set(rows.filter(({ mark }) => mark === null).map(({ name }) => name)),
    functions: new Map(marks),
    hasLz4: await hasLz4(client),
    trigramClass: await findTrigramClass(client),
  }
}

/** PGlite has none. */
async function hasLz4(client: SqlRunner): Promise<boolean> {
  const rows = await client.unsafe(
    `select 1 from pg_settings where name = 'default_toast_compression' and 'lz4' = any(enumvals)`,
  )
  return rows.length > 0
}

async function findTrigramClass(client: SqlRunner): Promise<string | undefined> {
  const [row] = await client.unsafe<{ name: string }[]>(
    `select format('%I.%I', nspname, opcname) as name from pg_opclass join pg_namespace on pg_namespace.oid = opcnamespace
     where opcname = 'gin_trgm_ops' limit 1`,
  )
  return row?.name
}
