/** The statements of records. One each, so that what is used once is used once whoever races. Times are bound. */
import { type SQL, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { record } from '../../drizzle/schema.ts'
import { bare, bareList, compile, literal, type Statement } from './statement.ts'
import { changeChannel } from './type-statements.ts'

export interface RecordRow {
  readonly value: string
  readonly uses: number
  readonly expires_at: number | null
  readonly used_before: number | null
}

export interface ChangedRow {
  readonly key: string
}

/** A change that listeners may hear of; `told` sends a message to other processes for each row that it changed. */
export interface RecordChange<Row, Name extends string> {
  readonly plain: Statement<Row, Name>
  readonly told: Statement<Row, Name | 'node' | 'type'>
}

function toChange<Row, Name extends string>(names: readonly Name[], change: SQL): RecordChange<Row, Name> {
  const [node, type] = [sql.placeholder('node'), sql.placeholder('type')]
  const message = sql`json_build_object('node', ${node}::text, 'type', ${type}::text, 'id', changed.key)::text`
  return {
    plain: compile(names, change),
    told: compile(
      [...names, 'node', 'type'],
      sql`with changed as (
${change}
) select changed.*, pg_notify(${literal(changeChannel)}, ${message}) as told from changed`,
    ),
  }
}

type OneRecord = 'kind' | 'key' | 'now'

const kind = sql.placeholder('kind')
const key = sql.placeholder('key')
const now = sql`${sql.placeholder('now')}::bigint`
const expiresAt = sql`${sql.placeholder('expiresAt')}::bigint`
const oneRecord = ['kind', 'key', 'now'] as const

const isLive = sql`(${record.expiresAt} is null or ${record.expiresAt} > ${now})`
const isThisOne = sql`${record.kind} = ${kind} and ${record.key} = ${key}`

/** The record as it was before an insertion that met it, and the one that came. */
const r = alias(record, 'r')
const excluded = alias(record, 'excluded')

const insertion = sql`insert into ${record} as ${r}
  (${bareList([r.kind, r.key, r.createdAt, r.value, r.groupKey, r.expiresAt])})
values (${kind}, ${key}, ${now}, ${sql.placeholder('value')}::text::json, ${sql.placeholder('group')}, ${expiresAt})
on conflict (${bareList([r.kind, r.key])}) do update set ${bare(r.createdAt)} = ${excluded.createdAt},
  ${bare(r.value)} = ${excluded.value}, ${bare(r.groupKey)} = ${excluded.groupKey},
  ${bare(r.expiresAt)} = ${excluded.expiresAt}, ${bare(r.uses)} = 0, ${bare(r.lastUsedAt)} = null,
  ${bare(r.previouslyUsedAt)} = null
where ${r.expiresAt} <= ${excluded.createdAt}
returning ${r.key}`

export const insertRecord = toChange<ChangedRow, OneRecord | 'value' | 'group' | 'expiresAt'>(
  [...oneRecord, 'value', 'group', 'expiresAt'],
  insertion,
)

/** What a record is after its use: the time of the use before is kept for the answer. */
function asUsed(table: typeof record | typeof r): SQL {
  return sql`${table.value}::text as value, ${table.uses}, ${table.expiresAt}::float8 as expires_at,
  ${table.previouslyUsedAt}::float8 as used_before`
}

export const findRecord = compile<RecordRow, OneRecord>(
  oneRecord,
  sql`select ${record.value}::text as value, ${record.uses}, ${record.expiresAt}::float8 as expires_at,
  ${record.lastUsedAt}::float8 as used_before
from ${record} where ${isThisOne} and ${isLive}`,
)

export const useRecord = compile<RecordRow, OneRecord>(
  oneRecord,
  sql`update ${record} set ${bare(record.uses)} = ${record.uses} + 1,
  ${bare(record.previouslyUsedAt)} = ${record.lastUsedAt}, ${bare(record.lastUsedAt)} = ${now}
where ${isThisOne} and ${isLive}
returning ${asUsed(record)}`,
)

export const extendRecord = compile<object, OneRecord | 'expiresAt'>(
  [...oneRecord, 'expiresAt'],
  sql`update ${record} set ${bare(record.expiresAt)} = ${expiresAt}
where ${isThisOne} and ${isLive}
returning 1 as done`,
)

const isOver = sql`${r.expiresAt} <= ${excluded.createdAt}`

/** An expired counter starts again: its time and its uses are those of a new one. */
export const countRecord = compile<RecordRow, OneRecord | 'expiresAt'>(
  [...oneRecord, 'expiresAt'],
  sql`insert into ${record} as ${r}
  (${bareList([r.kind, r.key, r.createdAt, r.expiresAt, r.value, r.uses, r.lastUsedAt])})
values (${kind}, ${key}, ${now}, ${expiresAt}, '{}', 1, ${now})
on conflict (${bareList([r.kind, r.key])}) do update set ${bare(r.expiresAt)} = ${excluded.expiresAt},
  ${bare(r.lastUsedAt)} = ${excluded.lastUsedAt},
  ${bare(r.uses)} = case when ${isOver} then 1 else ${r.uses} + 1 end,
  ${bare(r.previouslyUsedAt)} = case when ${isOver} then null else ${r.lastUsedAt} end,
  ${bare(r.createdAt)} = case when ${isOver} then ${excluded.createdAt} else ${r.createdAt} end,
  ${bare(r.value)} = case when ${isOver} then ${excluded.value} else ${r.value} end
returning ${asUsed(r)}`,
)

export const takeRecord = toChange<ChangedRow & Pick<RecordRow, 'value'>, OneRecord>(
  oneRecord,
  sql`delete from ${record} where ${isThisOne} and ${isLive}
returning ${record.key}, ${record.value}::text as value`,
)

/** Expired ones go too, but are not counted. */
export const removeRecordGroup = toChange<ChangedRow & { readonly live: boolean }, 'kind' | 'group' | 'now'>(
  ['kind', 'group', 'now'],
  sql`delete from ${record} where ${record.kind} = ${kind} and ${record.groupKey} = ${sql.placeholder('group')}
returning ${record.key}, ${isLive} as live`,
)

interface ListedRow extends Pick<RecordRow, 'value'> {
  readonly key: string
  readonly created_at: number
}

export const listRecords = compile<ListedRow, 'kind' | 'now'>(
  ['kind', 'now'],
  sql`select ${record.key}, ${record.value}::text as value, ${record.createdAt}::float8 as created_at
from ${record} where ${record.kind} = ${kind} and ${isLive}
order by ${record.createdAt}, ${record.key} limit 1000`,
)

export const purgeRecords = compile<object, 'now' | 'count'>(
  ['now', 'count'],
  sql`delete from ${record} where ctid = any(array(
  select ctid from ${record} where ${record.expiresAt} <= ${now}
  order by ${record.expiresAt} limit ${sql.placeholder('count')}::integer for update skip locked))
returning 1 as done`,
)
