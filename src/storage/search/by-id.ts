/** Resources in the order of their ids. */
import { chooseDriver, type Driver } from './choose-driver.ts'
import { type Filter, partsOf } from './filter.ts'
import { type Finding, runWalk } from './run-walk.ts'
import type { Searching } from './searching.ts'
import { isOrdered } from './sources.ts'
import { allIds, fewIds, idsWithout, orderedIds, type Place, type Walk } from './walk.ts'

/** Without what comes up to `after`. Throws AppError `search-too-costly`. */
export async function findById(
  searching: Searching,
  filter: Filter,
  after: Place | undefined,
  finding: Finding,
): Promise<void> {
  const driver = await chooseDriver(searching, filter, { count: finding.limit, takes: 'lists' })
  const walk = walkById(searching, filter, driver)
  if (walk !== undefined) await runWalk(searching, walk, after, finding)
}

/** Undefined: there is nothing. */
export function walkById({ tables, slices }: Searching, filter: Filter, driver: Driver): Walk | undefined {
  if (driver.kind === 'none') return undefined
  if (driver.kind === 'sources') {
    const { sources, rest } = driver
    return isOrdered(sources) ? orderedIds(tables, sources, rest) : fewIds(tables, sources, rest)
  }
  const refused = slices === undefined ? findRefused(filter) : undefined
  return refused === undefined ? allIds(tables, filter) : idsWithout(tables, refused.keys, refused.rest)
}

const mostRefused = 4

/** Keys that no resource may have; the one list of them, of several. */
function findRefused(
  filter: Filter,
): { readonly keys: readonly string[]; readonly rest: Filter } | undefined {
  const parts = partsOf(filter)
  for (const part of parts) {
    if (part.kind !== 'not' || part.of.kind !== 'keys' || part.of.values.length > mostRefused) continue
    return { keys: part.of.values, rest: { kind: 'and', of: parts.filter((one) => one !== part) } }
  }
  return undefined
}
