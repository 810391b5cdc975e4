/** What a search begins with: the part of its filter that the fewest resources have, where the index tells. */
import type { Filter } from './filter.ts'
import { allOf, partsOf } from './filter.ts'
import type { Searching } from './searching.ts'
import { findSignatures } from './signatures.ts'
import { fewOf } from './slices.ts'
import { areLongEnough, isOrdered, type Sources, sourcesOf } from './sources.ts'

export type Driver =
  /** Nothing can be found. */
  | { readonly kind: 'none' }
  /** `rest`: what is to be asked of the resources there. `isFew`: so that all of them can be looked at. */
  | { readonly kind: 'sources'; readonly sources: Sources; readonly rest: Filter; readonly isFew: boolean }
  /** All resources are to be asked. */
  | { readonly kind: 'all' }

/** Of lists that are in order, where more need not be known. */
const leastFew = 1_000
const mostFew = 5_000

export interface Wanted {
  /** Resources of a page. */
  readonly count: number
  /** `few`: only what can be gathered; `lists`: or what is in the order of ids; `any`: whatever the index has. */
  readonly takes: 'few' | 'lists' | 'any'
}

export async function chooseDriver(searching: Searching, filter: Filter, wanted: Wanted): Promise<Driver> {
  const parts = partsOf(filter)
  const knowledge = {
    signatures: parts.some(asksForLack) ? await findSignatures(searching) : undefined,
    hasTrigrams: searching.catalog.hasTrigrams(searching.tables.name),
    scannable: await findScannable(searching, parts),
  }
  const options = parts.flatMap((part) => {
    const sources = sourcesOf(part, knowledge)
    return sources === null ? [] : [{ part, sources }]
  })
  if (options.some(({ sources }) => sources.of.length === 0)) return { kind: 'none' }
  const [first, ...others] = options
  if (first === undefined) return { kind: 'all' }
  const isOnly =
    others.length === 0 && (wanted.takes === 'any' || (wanted.takes === 'lists' && isOrdered(first.sources)))
  const best = isOnly ? { at: 0, isFew: false } : await findBest(searching, options, wanted)
  if (best === undefined) return { kind: 'all' }
  const { part, sources } = options[best.at] ?? first
  const rest = parts.filter((one) => one !== part || !sources.isExact)
  return { kind: 'sources', sources, rest: allOf(rest), isFew: best.isFew }
}

interface Option {
  readonly part: Filter
  readonly sources: Sources
}

/** Undefined: each of them has so many that all resources may be asked as well. */
async function findBest(
  searching: Searching,
  options: readonly Option[],
  wanted: Wanted,
): Promise<{ readonly at: number; readonly isFew: boolean } | undefined> {
  const { frequencies, ask, tables } = searching
  const few = await fewIn(searching, wanted)
  const counted = await frequencies.count(
    ask,
    tables,
    options.map(({ sources }) => sources),
    few,
  )
  const ranked = counted
    .map(({ count, last }, at) => ({ at, count, last }))
    .filter(({ at, count }) => count <= few || isTaken(options[at] as Option, wanted))
    .sort((one, other) => one.count - other.count || compareReach(one.last, other.last))
  const [best] = ranked
  return best && { at: best.at, isFew: best.count <= few }
}

function isTaken({ sources }: Option, { takes }: Wanted): boolean {
  return takes === 'any' || (takes === 'lists' && isOrdered(sources))
}

/** Of lists of which as many were read: the one that has come further has fewer. */
function compareReach(one: string | null, other: string | null): number {
  if (one === other) return 0
  if (one === null || other === null) return one === null ? 1 : -1
  return one > other ? -1 : 1
}

/**
 * As many as can be gathered for less than it takes to walk until a page is full, if they lie anywhere: each of them costs
 * about what one costs that is walked over.
 */
async function fewIn(
  { frequencies, ask, tables, slices, costs }: Searching,
  { count }: Wanted,
): Promise<number> {
  if (slices !== undefined) return fewOf(costs)
  const size = await frequencies.sizeOf(ask, tables)
  return Math.max(leastFew, Math.min(mostFew, Math.ceil(Math.sqrt(size * (count + 1)))))
}

/** Keys of a parameter that one search may look at. */
const mostScanned = 300_000

/** Of the parameters of which a part of a key is asked for. */
async function findScannable(searching: Searching, parts: readonly Filter[]): Promise<ReadonlySet<number>> {
  const { frequencies, ask, tables, slices, catalog } = searching
  const hasTrigrams = catalog.hasTrigrams(tables.name)
  const asked = parts.flatMap((part) => {
    if (slices !== undefined || part.kind !== 'infix') return []
    return hasTrigrams && areLongEnough(part.values) ? [] : [part.number]
  })
  if (asked.length === 0) return new Set()
  const ranges = asked.map(
    (number) => ({ of: [{ kind: 'range', prefix: `${number}:` }], isExact: true }) as const,
  )
  const counted = await frequencies.count(ask, tables, ranges, mostScanned)
  return new Set(asked.filter((_, at) => (counted[at]?.count ?? Number.POSITIVE_INFINITY) <= mostScanned))
}

/** Whether it is about what resources do not have. */
export function asksForLack(filter: Filter): boolean {
  if (filter.kind === 'and' || filter.kind === 'or') return filter.of.some(asksForLack)
  if (filter.kind === 'not') return asksForLack(filter.of)
  return filter.kind === 'present' || (filter.kind === 'group' && filter.value === null)
}
