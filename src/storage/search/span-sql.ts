/**
 * Spans of time in documents as SQL: of dates as precise as they are written, of moments, and of objects with `start` and
 * `end`. Whole milliseconds since 1970 as float8, which holds them exactly, so that open ends are infinite.
 */
import { type SQL, sql } from 'drizzle-orm'
import type { Test } from '../../engine/ports/condition.ts'
import { momentPatterns } from '../../schema/datatypes/date-time.ts'

/** `path`: jsonpath to the items. A text that is no moment has no span. */
export function spanExists(path: string, test: Test): SQL {
  return sql`exists (
    select from jsonb_path_query(resource, ${`${path}[*]`}::text::jsonpath) as item
    cross join lateral (select ${bound('start', 'first', '-Infinity')} as "start", ${bound('end', 'after', 'Infinity')} as "end" offset 0) as span
    where span."start" is not null and span."end" is not null and ${toCondition(test)})`
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

/** A text is its own start and end; an object without one of the two is open there, without both it has no span. */
function bound(field: 'start' | 'end', edge: Edge, open: string): SQL {
  const own = sql.raw(`'${field}'`)
  return sql`case
      when jsonb_typeof(item) = 'string' then ${momentOf(sql`item #>> '{}'`, edge)}
      when jsonb_typeof(item -> ${own}) = 'string' then ${momentOf(sql`item ->> ${own}`, edge)}
      when jsonb_typeof(item) = 'object' and not item ? ${own} and item ?| array['start', 'end'] then ${sql.raw(`'${open}'`)}::float8
    end`
}

type Edge = 'first' | 'after'

/** The first moment of what the text means, or the first one after it; null when it means none. */
function momentOf(text: SQL, edge: Edge): SQL {
  const after = (interval: string) => sql.raw(edge === 'first' ? '' : ` + interval '${interval}'`)
  const isLike = (form: keyof typeof momentPatterns) => sql`${text} ~ ${sql.raw(patterns[form])}`
  const isWhole = sql`position('.' in ${text}) = 0`
  return sql`(1000 * extract(epoch from case
        when ${isLike('year')} then (${text} || '-01-01')::timestamp${after('1 year')}
        when ${isLike('month')} then (${text} || '-01')::timestamp${after('1 month')}
        when ${isLike('day')} then (${text})::timestamp${after('1 day')}
        when ${isLike('instant')} and ${isWhole} then (${text})::timestamptz at time zone 'UTC'${after('1 second')}
        when ${isLike('instant')} then (${inMilliseconds(text)})::timestamptz at time zone 'UTC'${after('1 millisecond')}
      end))::float8`
}

/** PostgreSQL would round the digits that are cut off here. */
function inMilliseconds(text: SQL): SQL {
  return sql`regexp_replace(${text}, '(\\.[0-9]{3})[0-9]+', '\\1')`
}

/** As SQL literals: constants of the source, and without \d, which some locales take for more than ASCII's digits. */
const patterns = Object.fromEntries(
  Object.entries(momentPatterns).map(([form, pattern]) => [
    form,
    `'${pattern.replaceAll('[^\\d]', '[^0-9]').replaceAll('\\d', '[0-9]')}'`,
  ]),
) as Readonly<Record<keyof typeof momentPatterns, string>>
