/**
 * Resources sorted by several columns: along the first one, whose equal values make groups. Groups that are small are
 * sorted as they come; a large one is a search of its own, for its resources, sorted by the other columns.
 */
import { sql } from 'drizzle-orm'
import { findById } from './by-id.ts'
import { chooseDriver } from './choose-driver.ts'
import { allOf, type Filter } from './filter.ts'
import { type Finding, type Found, runWalk, startFinding } from './run-walk.ts'
import type { Searching } from './searching.ts'
import type { SortColumn } from './sort-column.ts'
import { fewSorted, sortedWalk } from './sort-walks.ts'
import { allIds, allIdsDescending, type Place, type Walk } from './walk.ts'

/** At least as many are taken along the first column at once. */
const leastTaken = 100
/** Greater than every id. */
const behindIds = '~'

/** Without what comes up to `after`. Throws AppError `search-too-costly`. */
export async function findSorted(
  searching: Searching,
  filter: Filter,
  columns: readonly SortColumn[],
  after: Place | undefined,
  finding: Finding,
): Promise<void> {
  const { tables } = searching
  const driver = await chooseDriver(searching, filter, { count: finding.limit, takes: 'few' })
  if (driver.kind === 'none') return
  if (driver.kind === 'sources')
    return runWalk(searching, fewSorted(tables, driver.sources, driver.rest, columns), after, finding)
  const [first, ...others] = columns
  if (first === undefined) return findById(searching, filter, after, finding)
  if (first.kind === 'id' && others.length === 0)
    return runWalk(searching, idsOf(searching, filter, first), after, finding)
  return others.length === 0
    ? findAlong(searching, filter, first, after, finding)
    : findInGroups(searching, { filter, first, others, columns }, after, finding)
}

function idsOf({ tables }: Searching, filter: Filter, column: SortColumn): Walk {
  if (column.isDescending) return allIdsDescending(tables, filter, column)
  const { candidates, ...walk } = allIds(tables, filter)
  return {
    ...walk,
    columns: [column],
    candidates: (after) => sql`select i.id as v1, i.* from (${candidates(after)}) as i order by i.id`,
  }
}

/** By one column, and then those without a value by their ids. */
async function findAlong(
  searching: Searching,
  filter: Filter,
  column: SortColumn,
  after: Place | undefined,
  finding: Finding,
): Promise<void> {
  const isInside = after === undefined || after.values[0] !== null
  if (isInside) await runWalk(searching, sortedWalk(searching.tables, column, filter), after, finding)
  if (finding.hasMore || column.kind === 'updated') return
  await findWithout(searching, filter, column, isInside ? undefined : after, finding)
}

async function findWithout(
  searching: Searching,
  filter: Filter,
  column: SortColumn,
  after: Place | undefined,
  finding: Finding,
): Promise<void> {
  const from = finding.found.length
  await findById(searching, allOf([filter, { kind: 'group', column, value: null }]), after, finding)
  addValues(finding, from, [null])
}

/** What was found from there on has these in front of its own values. */
function addValues({ found }: Finding, from: number, values: readonly (string | null)[]): void {
  for (let at = from; at < found.length; at++) {
    const { place, ...one } = found[at] as Found
    found[at] = { ...one, place: { ...place, values: [...values, ...place.values] } }
  }
}

interface Grouped {
  readonly filter: Filter
  readonly first: SortColumn
  readonly others: readonly SortColumn[]
  readonly columns: readonly SortColumn[]
}

async function findInGroups(
  searching: Searching,
  grouped: Grouped,
  after: Place | undefined,
  finding: Finding,
): Promise<void> {
  const { first, filter } = grouped
  let last: string | null | undefined = after?.values[0]
  if (after !== undefined && last !== undefined)
    await findInGroup(searching, grouped, { value: last, after }, finding)
  while (!finding.hasMore && last !== null) {
    const taken = startFinding(Math.max(leastTaken, finding.limit - finding.found.length), false)
    const from = last === undefined ? undefined : { values: [last], id: behindIds }
    await runWalk(searching, sortedWalk(searching.tables, first, filter), from, taken)
    const whole = wholeGroups(taken)
    if (whole.length > 0) await findAmong(searching, grouped, whole, finding)
    last = (whole.at(-1) ?? taken.found[0])?.place.values[0] ?? null
    const isNext = whole.length === 0 && (last !== null || first.kind !== 'updated')
    if (isNext && !finding.hasMore) await findInGroup(searching, grouped, { value: last }, finding)
  }
}

/** All but the last one, of which there may be more. */
function wholeGroups({ found, hasMore }: Finding): readonly Found[] {
  const last = found.at(-1)?.place.values[0]
  return hasMore ? found.filter(({ place }) => place.values[0] !== last) : found
}

/** All of these, sorted. What the filter holds of is asked again, as others write between two statements. */
async function findAmong(
  searching: Searching,
  { filter, columns }: Grouped,
  whole: readonly Found[],
  finding: Finding,
): Promise<void> {
  const ids = { kind: 'ids', values: whole.map(({ place }) => place.id) } as const
  const sources = { of: [ids], isExact: true }
  await runWalk(searching, fewSorted(searching.tables, sources, filter, columns), undefined, finding)
}

async function findInGroup(
  searching: Searching,
  { filter, first, others }: Grouped,
  { value, after }: { readonly value: string | null; readonly after?: Place },
  finding: Finding,
): Promise<void> {
  const inGroup = allOf([filter, { kind: 'group', column: first, value }])
  const behind = after && { id: after.id, values: after.values.slice(1) }
  const from = finding.found.length
  await findSorted(searching, inGroup, others, behind, finding)
  addValues(finding, from, [value])
}
