/** A search plan as SQL. Text depends on the plan's shape, values are always parameters. */
import type { Criterion, SearchPage, SearchPlan } from '../../engine/ports/store.ts'
import { AppError } from '../../kernel/errors.ts'
import type { SqlRunner } from '../database.ts'
import { type Parameter, runOnce } from '../run.ts'
import type { StoredType } from '../stored-type.ts'
import { toVersion, type VersionRow } from '../to-version.ts'
import { versionColumns } from '../type-statements.ts'
import { toFilter } from './criterion-filter.ts'
import { toJsonPath } from './json-path.ts'
import { parseSearchPath } from './search-path.ts'

const largestPage = 1000
const mostCriteria = 50
const mostValues = 500
const longestValue = 1000

/** Conditions and their parameters, in step. */
interface Where {
  readonly conditions: string[]
  readonly parameters: Parameter[]
}

function bind(where: Where, value: Parameter): string {
  where.parameters.push(value)
  return `$${where.parameters.length}`
}

export async function searchResources(
  sql: SqlRunner,
  type: StoredType,
  plan: SearchPlan,
): Promise<SearchPage> {
  checkSize(plan)
  const count = Math.min(plan.count, largestPage)
  const rows = count === 0 ? [] : await findPage(sql, type, plan, count)
  const page = {
    versions: rows.slice(0, count).map((row) => toVersion(plan.type, row)),
    hasMore: rows.length > count,
  }
  if (!plan.withTotal) return page
  const isWhole = count > 0 && plan.afterId === undefined && !page.hasMore
  return { ...page, total: isWhole ? rows.length : await countAll(sql, type, plan) }
}

function findPage(sql: SqlRunner, type: StoredType, plan: SearchPlan, count: number): Promise<VersionRow[]> {
  const where = toWhere(plan)
  if (plan.afterId !== undefined) where.conditions.push(`id > ${bind(where, plan.afterId)}`)
  const text = `select ${versionColumns} from "${type.table}" ${whereClause(where)} order by id limit ${count + 1}`
  return runOnce<VersionRow>(sql, text, where.parameters)
}

async function countAll(sql: SqlRunner, type: StoredType, plan: SearchPlan): Promise<number> {
  const where = toWhere(plan)
  const text = `select count(*)::float8 as total from "${type.table}" ${whereClause(where)}`
  const [row] = await runOnce<{ total: number }>(sql, text, where.parameters)
  return row?.total ?? 0
}

function whereClause({ conditions }: Where): string {
  return conditions.length === 0 ? '' : `where ${conditions.join(' and ')}`
}

function toWhere(plan: SearchPlan): Where {
  const where: Where = { conditions: [], parameters: [] }
  if (plan.ids !== undefined) {
    const ids = bind(where, JSON.stringify(plan.ids))
    where.conditions.push(`id = any(array(select jsonb_array_elements_text(${ids}::text::jsonb)))`)
  }
  for (const criterion of plan.criteria) where.conditions.push(toCondition(where, plan.type, criterion))
  return where
}

/** `@?` with equality is what the index of the table (jsonb_path_ops) serves. */
function toCondition(where: Where, type: string, criterion: Criterion): string {
  const paths = parseSearchPath(type, criterion.parameter.path).map(toJsonPath)
  const matches = (suffix: string) =>
    `(${paths.map((path) => `resource @? ${bind(where, path + suffix)}::text::jsonpath`).join(' or ')})`
  const [first] = criterion.values
  if (first?.kind === 'missing') return `${first.value ? 'not ' : ''}${matches('')}`
  const filters = criterion.values
    .map((value) => toFilter(criterion, value))
    .filter((filter) => filter !== null)
  const isNot = criterion.modifier === 'not'
  if (filters.length === 0) return isNot ? 'true' : 'false'
  return `${isNot ? 'not ' : ''}${matches(` ? (${filters.join(' || ')})`)}`
}

function checkSize({ criteria, ids }: SearchPlan): void {
  const values = criteria.flatMap((criterion) => criterion.values)
  const isLong = (text: string | undefined) => text !== undefined && text.length > longestValue
  const tooMany =
    criteria.length > mostCriteria || values.length > mostValues || (ids?.length ?? 0) > largestPage
  const tooLong = values.some(
    (value) =>
      (value.kind === 'string' && isLong(value.value)) ||
      (value.kind === 'token' && (isLong(value.system) || isLong(value.code))) ||
      (value.kind === 'reference' && isLong(value.id)),
  )
  if (!tooMany && !tooLong) return
  throw new AppError('invalid', 'search-too-costly', 'The search has too many or too long values.')
}
