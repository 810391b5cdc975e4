/** A condition as SQL over the columns of a resource table or its history. Values are always bound. */
import { type SQL, sql } from 'drizzle-orm'
import { PgDialect } from 'drizzle-orm/pg-core'
import type { Comparison, Condition, Test } from '../../engine/ports/condition.ts'
import type { SearchPath } from '../../schema/search-path.ts'
import type { Parameter } from '../run.ts'
import { checkSize } from './condition-cost.ts'
import { toFilter, toJsonPath } from './json-path.ts'
import { spanExists } from './span-sql.ts'

const dialect = new PgDialect()

/** Throws AppError `search-too-costly` for a condition that is too large. */
export function toConditionSql(condition: Condition): SQL {
  checkSize(condition)
  return render(condition)
}

/** Text and parameters as the driver takes them. */
export function toStatement(query: SQL): { readonly text: string; readonly parameters: Parameter[] } {
  const { sql: text, params } = dialect.sqlToQuery(query)
  return { text, parameters: params as Parameter[] }
}

/** Of a condition whose size has been looked at, with the columns of the only table that has them. */
export function render(condition: Condition): SQL {
  if (condition.kind === 'compare') return compare(condition)
  if (condition.kind === 'not') return sql`not ${render(condition.of)}`
  const { kind, of } = condition
  if (of.length === 0) return kind === 'and' ? sql`true` : sql`false`
  return sql`(${sql.join(of.map(render), kind === 'and' ? sql` and ` : sql` or `)})`
}

function compare({ path, test }: Comparison): SQL {
  if (isOwnId(path) && test.kind === 'equals') return isOneOf(test.values)
  const toSql = isOfSpans(test) ? spanSql(test) : filterSql(test)
  const alternatives = path.map((steps) => toSql(toJsonPath(steps)))
  return sql`(${sql.join(alternatives, sql` or `)})`
}

/** The document's `id` is a column with an index of its own. */
function isOwnId([steps = [], ...others]: SearchPath): boolean {
  const [step, ...more] = steps
  return others.length + more.length === 0 && step?.name === 'id' && step.where === undefined
}

function isOneOf(values: readonly (string | boolean)[]): SQL {
  const ids = JSON.stringify(values.filter((value) => typeof value === 'string'))
  return sql`id = any(array(select jsonb_array_elements_text(${ids}::text::jsonb)))`
}

function isOfSpans(test: Test): boolean {
  if (test.kind === 'all' || test.kind === 'any') return test.of.some(isOfSpans)
  return test.kind === 'bound'
}

const spanSql = (test: Test) => (path: string) => spanExists(path, test)

function filterSql(test: Test): (path: string) => SQL {
  if (test.kind === 'present') return (path) => sql`resource @? ${path}::text::jsonpath`
  const filter = toFilter(test)
  if (filter === null) return () => sql`false`
  return (path) => sql`resource @? ${`${path} ? (${filter})`}::text::jsonpath`
}
