/** A search over the index: what its page begins with, in which order it goes, and what it costs. */
import type { Position, SearchPage, SearchPlan } from '../../engine/ports/store.ts'
import { toVersion } from '../to-version.ts'
import { findById } from './by-id.ts'
import { asksForLack } from './choose-driver.ts'
import { checkSize, costOf } from './condition-cost.ts'
import { type Filter, partsOf, testsOf, toFilter } from './filter.ts'
import { largestPage } from './find-page.ts'
import { findSorted } from './find-sorted.ts'
import { indexTablesOf } from './index-tables.ts'
import { type Finding, startFinding } from './run-walk.ts'
import type { Asking, SearchContext, Searching } from './searching.ts'
import { createSlices } from './slices.ts'
import { type SortColumn, toSortColumns } from './sort-column.ts'
import { checkValue } from './sort-values.ts'
import { sourcesOf } from './sources.ts'
import { countAll } from './total.ts'
import type { Place } from './walk.ts'

export interface PlannedSearch {
  readonly plan: SearchPlan
  readonly filter: Filter
  readonly columns: readonly SortColumn[]
}

/** Throws AppError `search-too-costly` for a condition that is too large, `index-building` for a sort that cannot be. */
export function planSearch(plan: SearchPlan, { catalog }: Pick<SearchContext, 'catalog'>): PlannedSearch {
  checkSize(plan.where)
  const parameterOf = (name: string) => catalog.parameterOf(plan.type, name)
  return {
    plan,
    filter: toFilter(plan.where, parameterOf),
    columns: toSortColumns(plan.sort ?? [], parameterOf),
  }
}

/** Whether an index of the documents answers, and none of their entries does. */
export function isOfDocuments(
  { plan, filter }: PlannedSearch,
  { catalog }: Pick<SearchContext, 'catalog'>,
  table: string,
): boolean {
  const isOnlyTold = partsOf(filter).every(
    (part) => sourcesOf(part, nothingKnown) === null && !asksForLack(part),
  )
  return (
    isOnlyTold &&
    plan.sort === undefined &&
    costOf(plan.where, catalog.hasDocumentIndex(table)).indexed !== undefined
  )
}

/** Whether parts of keys may be looked up by their index. */
export function usesTrigrams(
  { filter }: PlannedSearch,
  { catalog }: Pick<SearchContext, 'catalog'>,
  table: string,
): boolean {
  return catalog.hasTrigrams(table) && hasInfix(filter)
}

function hasInfix(filter: Filter): boolean {
  if (filter.kind === 'and' || filter.kind === 'or') return filter.of.some(hasInfix)
  return filter.kind === 'infix'
}

const nothingKnown = { hasTrigrams: false, scannable: new Set<number>() }

/** Throws AppError `search-too-costly`. */
export async function searchPlanned(
  context: SearchContext,
  asking: Asking,
  table: string,
  { plan, filter, columns }: PlannedSearch,
): Promise<SearchPage> {
  const costs = testsOf(filter)
  const searching: Searching = {
    ...{ ...context, ...asking, tables: indexTablesOf(table), costs },
    slices: context.inSlices ? createSlices(costs) : undefined,
  }
  const finding = startFinding(Math.min(plan.count, largestPage), true)
  if (plan.count > 0) await find(searching, filter, walkedColumns(columns), { plan, finding })
  const page = toPage(plan, columns, finding)
  if (!plan.withTotal) return page
  const isWhole = plan.count > 0 && plan.after === undefined && !page.hasMore
  return { ...page, total: isWhole ? page.versions.length : await countAll(searching, filter) }
}

/** Those that are the same in all others come in the order of their ids anyway. */
function walkedColumns(columns: readonly SortColumn[]): readonly SortColumn[] {
  const last = columns.at(-1)
  return last?.kind === 'id' && !last.isDescending ? columns.slice(0, -1) : columns
}

async function find(
  searching: Searching,
  filter: Filter,
  columns: readonly SortColumn[],
  { plan, finding }: { readonly plan: SearchPlan; readonly finding: Finding },
): Promise<void> {
  const after = plan.after && toPlace(plan.after, columns)
  if (columns.length === 0) return findById(searching, filter, after, finding)
  await findSorted(searching, filter, columns, after, finding)
}

const toPlace = ({ values, id }: Position, columns: readonly SortColumn[]): Place => ({
  id,
  values: columns.map((column, at) => checkValue(column, values[at] ?? null)),
})

function toPage(
  { type, sort = [] }: SearchPlan,
  columns: readonly SortColumn[],
  { found, hasMore }: Finding,
): SearchPage {
  const versions = found.flatMap(({ row }) =>
    row?.text == null ? [] : [toVersion(type, { ...row, text: row.text })],
  )
  const last = found.at(-1)?.place
  if (!hasMore || last === undefined) return { versions, hasMore }
  const valueAt = (at: number) => (columns[at]?.kind === 'id' ? last.id : (last.values[at] ?? null))
  return { versions, hasMore, next: { values: sort.map((_, at) => valueAt(at)), id: last.id } }
}
