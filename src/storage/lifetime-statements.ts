/**
 * Statements for types whose resources end by themselves: many rows each, in the order in which they are due, past those that
 * another process has in hand. Three small indexes find them; the first and the last hold open resources only.
 */
import { type SQL, sql } from 'drizzle-orm'
import { record, resourceTables } from '../../drizzle/schema.ts'
import type { Lifetime } from '../schema/lifetime.ts'
import { toChange } from './record-statements.ts'
import type { IndexableRow } from './search/index-batch.ts'
import { compile, fixed, literal, toText } from './statement.ts'
import { numbers, withMeta } from './type-statements.ts'

export interface LifetimeOwner {
  readonly type: string
  readonly table: string
  readonly lifetime: Lifetime
}

const count = sql`${sql.placeholder('count')}::integer`
const { current: any } = resourceTables('any', { history: false })

/** A field as text, compared byte by byte: the order of times in ISO 8601. */
function field(resource: SQL, name: string): SQL {
  return sql`(${resource} ->> ${literal(name)}) collate "C"`
}

function reference(resource: SQL, name: string): SQL {
  return sql`${resource} #>> ${literal(`{${name},reference}`)}`
}

const resource = sql`t.${any.resource}`

/** Takes the lock that writers take; the row is held already, so there is no waiting for it. */
function isFree(type: string, id: SQL): SQL {
  return sql`pg_try_advisory_xact_lock(hashtextextended(${literal(`${type}/`)} || ${id}, 0))`
}

/** What entries are made of, in the same transaction. */
function indexable(row: SQL): SQL {
  return sql`${row}.id as key, ${row}.${any.txid}::text as version, ${row}.${any.resource}::text as text`
}

/** The indexes by name. */
export function lifetimeIndexes(table: string, lifetime: Lifetime): ReadonlyMap<string, string> {
  const { current } = resourceTables(table, { history: false })
  const column = sql`${any.resource}`
  const isOpen = sql`${column} ->> ${literal(lifetime.end)} is null`
  const make = (name: string, key: SQL, where: SQL): [string, string] => [
    name,
    toText(sql`create index if not exists ${sql.identifier(name)} on ${current} ((${key})) where ${where}`),
  ]
  const held = reference(column, lifetime.holds)
  return new Map([
    make(`${table}_expires`, field(column, lifetime.expires), isOpen),
    make(
      `${table}_end`,
      field(column, lifetime.end),
      sql`${column} ->> ${literal(lifetime.end)} is not null`,
    ),
    make(`${table}_holds`, held, sql`${held} is not null and ${isOpen}`),
  ])
}

export function createLifetimeStatements(owner: LifetimeOwner) {
  return { end: endDue(owner), remove: removeEnded(owner), expireUnused: expireUnused(owner) }
}

/** Ends what is due; what others hold is looked at again at `later`. One row for each that was due. */
function endDue({ type, table, lifetime }: LifetimeOwner) {
  const { current } = resourceTables(table, { history: false })
  const { expires, end, ended, holds } = lifetime
  const isOpen = sql`${resource} ->> ${literal(end)} is null`
  const atEnd = sql`${literal(JSON.stringify(ended))}::jsonb
    || jsonb_build_object(${literal(end)}, ${resource} -> ${literal(expires)})`
  const moved = sql`jsonb_build_object(${literal(expires)}, ${sql.placeholder('later')}::text)`
  const document = sql`(${resource} || case when stamp.held then ${moved} else ${atEnd} end)`
  return toChange<IndexableRow, 'now' | 'later' | 'count'>(
    ['now', 'later', 'count'],
    sql`with due as materialized (
  select t.id, exists (select 1 from ${current} as h where ${reference(sql`h.${any.resource}`, holds)}
      = ${literal(`${type}/`)} || t.id and h.${any.resource} ->> ${literal(end)} is null) as held
  from ${current} as t where ${isOpen} and ${field(resource, expires)} <= ${sql.placeholder('now')}::text
  order by ${field(resource, expires)} limit ${count} for update of t skip locked
), stamp as materialized (
  select id, held, nextval(${numbers}) as txid, date_trunc('milliseconds', clock_timestamp()) as ts
  from due where ${isFree(type, sql`id`)}
)
update ${current} as t set ${any.txid} = stamp.txid, ${any.ts} = stamp.ts, ${any.status} = 'updated',
  ${any.resource} = ${withMeta(document, sql`t.${any.cts}`)}
from stamp where t.id = stamp.id
returning ${indexable(sql`t`)}`,
    table,
  )
}

/** Removes what ended before, as anybody would. */
function removeEnded({ type, table, lifetime }: LifetimeOwner) {
  const { current } = resourceTables(table, { history: false })
  const end = field(resource, lifetime.end)
  return toChange<{ readonly key: string }, 'before' | 'count'>(
    ['before', 'count'],
    sql`with due as materialized (
  select t.id from ${current} as t where ${end} <= ${sql.placeholder('before')}::text
  order by ${end} limit ${count} for update skip locked
), free as materialized (
  select id from due where ${isFree(type, sql`id`)}
)
select gone.id as key from free, lateral ${sql.identifier(`${table}_remove`)}(free.id, -1, null) as gone where gone.id is not null`,
    table,
  )
}

/** Makes due what would never be: without `expires`, without a record that it needs, and not used since. */
function expireUnused({ type, table, lifetime }: LifetimeOwner) {
  const { current } = resourceTables(table, { history: false })
  const { expires, end, unused } = lifetime
  const [first, second] = unused.since
  const usedAt = sql`coalesce(${resource} ->> ${literal(first)}, ${resource} ->> ${literal(second)}) collate "C"`
  const kinds = fixed(sql.join(unused.recordKinds.map(literal), sql`, `))
  const isLive = sql`(r.${record.expiresAt} is null or r.${record.expiresAt} > ${sql.placeholder('nowMs')}::bigint)`
  return compile<IndexableRow, 'now' | 'nowMs' | 'before' | 'count'>(
    ['now', 'nowMs', 'before', 'count'],
    sql`with due as materialized (
  select t.id from ${current} as t
  where ${resource} ->> ${literal(end)} is null and ${field(resource, expires)} is null
    and ${usedAt} <= ${sql.placeholder('before')}::text and not exists (
      select 1 from ${record} as r where r.${record.kind} in (${kinds}) and r.${record.groupKey} = t.id and ${isLive})
  limit ${count} for update of t skip locked
), free as materialized (
  select id from due where ${isFree(type, sql`id`)}
)
update ${current} as u
set ${any.resource} = u.${any.resource} || jsonb_build_object(${literal(expires)}, ${sql.placeholder('now')}::text)
from free where u.id = free.id
returning ${indexable(sql`u`)}`,
    table,
  )
}
