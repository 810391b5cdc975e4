/** The statements of records. One each, so that what is used once is used once whoever races. Times are bound. */
import { getTableName, type SQL, sql } from 'drizzle-orm'
import { record } from '../../drizzle/schema.ts'
import { compile as compileAbout, list, literal, type Statement } from './statement.ts'
import { changeChannel } from './type-statements.ts'

const table = getTableName(record)

function compile<Row, Name extends string>(names: readonly Name[], statement: SQL): Statement<Row, Name> {
  return compileAbout(names, statement, table)
}

export interface RecordRow {
  readonly value: string
  readonly uses: number
  readonly expires_at: number | null
  readonly used_before: number | null
}

export interface ChangedRow {
  readonly key: string
}

/** A change of rows, each with its key, that listeners may hear of; `told` sends a message to other processes for each row that it changed. */
export interface RecordChange<Row, Name extends string> {
  readonly plain: Statement<Row, Name>
  readonly told: Statement<Row, Name | 'node' | 'type'>
}

/** `about`: the table that is changed. */
export function toChange<Row, Name extends string>(
  names: readonly Name[],
  change: SQL,
  about: string = table,
): RecordChange<Row, Name> {
  const [node, type] = [sql.placeholder('node'), sql.placeholder('type')]
  const message = sql`json_build_object('node', ${node}::text, 'type', ${type}::text, 'id', changed.key)::text`
  return {
    plain: compileAbout(names, change, about),
    told: compileAbout(
      [...names, 'node', 'type'],
      sql`with changed as (
${change}
) select changed.*, pg_notify(${literal(changeChannel)}, ${message}) as told from changed`,
      about,
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

const insertion = sql`insert into ${record} as r
  (${list([record.kind, record.key, record.createdAt, record.value, record.groupKey, record.expiresAt])})
values (${kind}, ${key}, ${now}, ${sql.placeholder('value')}::text::json, ${sql.placeholder('group')}, ${expiresAt})
on conflict (${list([record.kind, record.key])}) do update set ${record.createdAt} = excluded.${record.createdAt},
  ${record.value} = excluded.${record.value}, ${record.groupKey} = excluded.${record.groupKey},
  ${record.expiresAt} = excluded.${record.expiresAt}, ${record.uses} = 0, ${record.lastUsedAt} = null,
  ${record.previouslyUsedAt} = null
where r.${record.expiresAt} <= excluded.${record.createdAt}
returning r.${record.key}`

export const insertRecord = toChange<ChangedRow, OneRecord | 'value' | 'group' | 'expiresAt'>(
  [...oneRecord, 'value', 'group', 'expiresAt'],
  insertion,
)

/** What a record is after its use: the time of the use before is kept for the answer. */
const asUsed = sql`${record.value}::text as value, ${record.uses}, ${record.expiresAt}::float8 as expires_at,
  ${record.previouslyUsedAt}::float8 as used_before`

export const findRecord = compile<RecordRow, OneRecord>(
  oneRecord,
  sql`select ${record.value}::text as value, ${record.uses}, ${record.expiresAt}::float8 as expires_at,
  ${record.lastUsedAt}::float8 as used_before
from ${record} where ${isThisOne} and ${isLive}`,
)

export const useRecord = compile<RecordRow, OneRecord>(
  oneRecord,
  sql`update ${record} set ${record.uses} = ${record.uses} + 1,
  ${record.previouslyUsedAt} = ${record.lastUsedAt}, ${record.lastUsedAt} = ${now}
where ${isThisOne} and ${isLive}
returning ${asUsed}`,
)

/** The use and what comes of the first one, both or neither. */
export const exchangeRecord = compile<
  RecordRow,
  OneRecord | 'newKind' | 'newKey' | 'value' | 'group' | 'expiresAt'
>(
  [...oneRecord, 'newKind', 'newKey', 'value', 'group', 'expiresAt'],
  sql`with used as (
update ${record} set ${record.uses} = ${record.uses} + 1,
  ${record.previouslyUsedAt} = ${record.lastUsedAt}, ${record.lastUsedAt} = ${now}
where ${isThisOne} and ${isLive}
returning ${asUsed}
), made as (
insert into ${record}
  (${list([record.kind, record.key, record.createdAt, record.value, record.groupKey, record.expiresAt])})
select ${sql.placeholder('newKind')}, ${sql.placeholder('newKey')}, ${now}, ${sql.placeholder('value')}::text::json,
  ${sql.placeholder('group')}, ${expiresAt}
from used where used.uses = 1
on conflict (${list([record.kind, record.key])}) do nothing
)
select value, uses, expires_at, used_before from used`,
)

export const extendRecord = compile<object, OneRecord | 'expiresAt'>(
  [...oneRecord, 'expiresAt'],
  sql`update ${record} set ${record.expiresAt} = ${expiresAt}
where ${isThisOne} and ${isLive}
returning 1 as done`,
)

const isOver = sql`r.${record.expiresAt} <= excluded.${record.createdAt}`

/** An expired counter starts again: its time and its uses are those of a new one. */
export const countRecord = compile<RecordRow, OneRecord | 'expiresAt'>(
  [...oneRecord, 'expiresAt'],
  sql`insert into ${record} as r
  (${list([record.kind, record.key, record.createdAt, record.expiresAt, record.value, record.uses, record.lastUsedAt])})
values (${kind}, ${key}, ${now}, ${expiresAt}, '{}', 1, ${now})
on conflict (${list([record.kind, record.key])}) do update set ${record.expiresAt} = excluded.${record.expiresAt},
  ${record.lastUsedAt} = excluded.${record.lastUsedAt},
  ${record.uses} = case when ${isOver} then 1 else r.${record.uses} + 1 end,
  ${record.previouslyUsedAt} = case when ${isOver} then null else r.${record.lastUsedAt} end,
  ${record.createdAt} = case when ${isOver} then excluded.${record.createdAt} else r.${record.createdAt} end,
  ${record.value} = case when ${isOver} then excluded.${record.value} else r.${record.value} end
returning ${asUsed}`,
)

const slots = sql`${sql.placeholder('slots')}::integer`
const refillMs = sql`${sql.placeholder('refillMs')}::bigint`
/** Whole intervals since the bucket was last counted; a clock that was put back gives none. */
const refilled = sql`greatest(0, (${now} - r.${record.lastUsedAt}) / ${refillMs})`
const stillTaken = sql`greatest(0, r.${record.uses} - ${refilled})`

/** `last_used_at` moves by whole intervals, so that what has come of the next one is not lost. */
export const takeSlot = compile<Pick<RecordRow, 'uses'>, OneRecord | 'slots' | 'refillMs' | 'group'>(
  [...oneRecord, 'slots', 'refillMs', 'group'],
  sql`insert into ${record} as r
  (${list([record.kind, record.key, record.groupKey, record.createdAt, record.expiresAt, record.value, record.uses, record.lastUsedAt])})
values (${kind}, ${key}, ${sql.placeholder('group')}, ${now}, ${now} + ${slots} * ${refillMs}, '{}', 1, ${now})
on conflict (${list([record.kind, record.key])}) do update set ${record.expiresAt} = excluded.${record.expiresAt},
  ${record.uses} = case when ${isOver} then 1 else ${stillTaken} + 1 end,
  ${record.createdAt} = case when ${isOver} then excluded.${record.createdAt} else r.${record.createdAt} end,
  ${record.lastUsedAt} = case when ${isOver} or ${stillTaken} = 0 then excluded.${record.lastUsedAt}
    else r.${record.lastUsedAt} + ${refilled} * ${refillMs} end
where ${isOver} or ${stillTaken} < ${slots}
returning ${record.uses}`,
)

export const giveBackSlot = compile<object, OneRecord>(
  oneRecord,
  sql`update ${record} set ${record.uses} = greatest(0, ${record.uses} - 1)
where ${isThisOne} and ${isLive}
returning 1 as done`,
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

interface ListedRow extends Pick<RecordRow, 'value' | 'uses'> {
  readonly key: string
  readonly created_at: number
  readonly last_used_at: number | null
}

export const listRecords = compile<ListedRow, 'kind' | 'now'>(
  ['kind', 'now'],
  sql`select ${record.key}, ${record.value}::text as value, ${record.createdAt}::float8 as created_at, ${record.uses},
  ${record.lastUsedAt}::float8 as last_used_at
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
