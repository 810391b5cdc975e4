/**
 * Spans of time in documents as SQL: of dates as precise as they are written, of moments, and of objects with `start` and
 * `end`. Milliseconds since 1970 as float8, which holds whole ones exactly and has infinities for open ends.
 */
import { type SQL, sql } from 'drizzle-orm'
import type { Test } from '../../engine/ports/condition.ts'
import { dateTimePattern } from '../../schema/datatypes/date-time.ts'

/** `path`: jsonpath to the items. What is no moment, or ends before it starts, has no span. */
export function spanExists(path: string, test: Test): SQL {
  return sql`exists (
  select from jsonb_path_query(resource, ${`${path}[*]`}::text::jsonpath) as item${spanOfItem}
  where span."start" < span."end" and ${toCondition(test)})`
}

/** `all` of nothing holds, `any` of nothing does not. */
function toCondition(test: Test): SQL {
  if (test.kind === 'bound') {
    const operator = sql.raw(test.operator === '==' ? '=' : test.operator)
    return sql`span.${sql.identifier(test.bound)} ${operator} ${test.time}::float8`
  }
  if (test.kind !== 'all' && test.kind !== 'any') {
    throw new Error('a test of a span of time has only bounds in it')
  }
  if (test.of.length === 0) return test.kind === 'all' ? sql`true` : sql`false`
  return sql`(${sql.join(test.of.map(toCondition), test.kind === 'all' ? sql` and ` : sql` or `)})`
}

/** Without \d, which some locales take for more than the digits of ASCII. */
const pattern = dateTimePattern.replaceAll('\\d', '[0-9]')

/**
 * The first moment of a text: `2024-03` is filled up to `2024-03-01T00:00:00Z`, and what is finer than a millisecond cut
 * off, as PostgreSQL would round it.
 */
const moment = (item: string) => `(regexp_replace(${item} #>> '{}', '(\\.[0-9]{3})[0-9]+', '\\1')
        || substr('0001-01-01T00:00:00Z', length(${item} #>> '{}') + 1))::timestamptz at time zone 'UTC'`

const isMoment = (item: string) => `jsonb_typeof(${item}) = 'string' and ${item} #>> '{}' ~ '${pattern}'`

/** `offset 0`: worked out once an item, however often a test looks at it. */
const spanOfItem = sql.raw(`
  cross join lateral (
    select case when jsonb_typeof(item) = 'object' then item -> 'start' else item end as opens,
      case when jsonb_typeof(item) = 'object' then item -> 'end' else item end as closes
  ) as said
  cross join lateral (
    select case when opens is null then '-Infinity'
      when ${isMoment('opens')} then
        (1000 * extract(epoch from ${moment('opens')}))::float8 end as "start",
      case when closes is null then 'Infinity'
      when ${isMoment('closes')} then
        (1000 * extract(epoch from ${moment('closes')}
        + case length(closes #>> '{}') when 4 then interval '1 year' when 7 then '1 month' when 10 then '1 day'
          else case when closes #>> '{}' like '%.%' then '1 millisecond' else '1 second' end::interval
        end))::float8 end as "end"
    where opens is not null or closes is not null offset 0
  ) as span`)
