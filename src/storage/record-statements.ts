/** The statements of records. One each, so that what is used once is used once whoever races. Times are bound. */
import { changeChannel } from './type-statements.ts'

const live = '(expires_at is null or expires_at > $3::bigint)'

export const insertRecord = `insert into firekeep_record as r (kind, key, created_at, value, group_key, expires_at)
values ($1, $2, $3::bigint, $4::text::json, $5, $6::bigint)
on conflict (kind, key) do update set created_at = excluded.created_at, value = excluded.value,
  group_key = excluded.group_key, expires_at = excluded.expires_at, uses = 0, last_used_at = null,
  previously_used_at = null
where r.expires_at <= excluded.created_at
returning 1 as done`

const columns = `value::text as value, uses, expires_at::float8 as expires_at, previously_used_at::float8 as used_before`

export const findRecord = `select value::text as value, uses, expires_at::float8 as expires_at,
  last_used_at::float8 as used_before
from firekeep_record where kind = $1 and key = $2 and ${live}`

export const useRecord = `update firekeep_record set uses = uses + 1, previously_used_at = last_used_at,
  last_used_at = $3::bigint
where kind = $1 and key = $2 and ${live}
returning ${columns}`

export const extendRecord = `update firekeep_record set expires_at = $4::bigint
where kind = $1 and key = $2 and ${live}
returning 1 as done`

const isOver = 'r.expires_at <= excluded.created_at'

/** An expired counter starts again: its time and its uses are those of a new one. */
export const countRecord = `insert into firekeep_record as r (kind, key, created_at, expires_at, value, uses, last_used_at)
values ($1, $2, $3::bigint, $4::bigint, '{}', 1, $3::bigint)
on conflict (kind, key) do update set expires_at = excluded.expires_at, last_used_at = excluded.last_used_at,
  uses = case when ${isOver} then 1 else r.uses + 1 end,
  previously_used_at = case when ${isOver} then null else r.last_used_at end,
  created_at = case when ${isOver} then excluded.created_at else r.created_at end,
  value = case when ${isOver} then excluded.value else r.value end
returning ${columns}`

export const takeRecord = `delete from firekeep_record where kind = $1 and key = $2 and ${live}
returning value::text as value`

/** Expired ones go too, but are not counted. */
export const removeRecordGroup = `delete from firekeep_record where kind = $1 and group_key = $2
returning key, ${live} as live`

export const listRecords = `select key, value::text as value, created_at::float8 as created_at
from firekeep_record where kind = $1 and (expires_at is null or expires_at > $2::bigint)
order by created_at, key limit 1000`

export const purgeRecords = `delete from firekeep_record where ctid = any(array(
  select ctid from firekeep_record where expires_at <= $1::bigint
  order by expires_at limit $2::integer for update skip locked))
returning 1 as done`

/** The same statement, with a message to other processes for each row that it changed. */
export function withMessage(statement: string, message: string): string {
  return `with changed as (
${statement}
) select changed.*, pg_notify('${changeChannel}', ${message}) as told from changed`
}
