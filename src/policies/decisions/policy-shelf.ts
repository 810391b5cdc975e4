/** Policies by what they demand of a request, so that most of many are not even looked at. */
import type { CompiledPolicy } from '../compile-policy.ts'
import type { Wanted } from './demands.ts'
import { doesVary, type ShelfPlace, type Standing, standingsOf, toPlace } from './shelf-place.ts'

export interface PolicyShelf {
  readonly all: readonly CompiledPolicy[]
  /** Whether requests of one caller with one operation, type and method may find different ones. */
  readonly varies: boolean
  /** All that may hold, each once, and some that do not. */
  find(wanted: Wanted): readonly CompiledPolicy[]
}

/** Few are tried sooner than found. */
const few = 4
/** Places of one policy; what would be at more is found under fewer words. */
const mostPlaces = 64
/** Paths of one policy that are weighed. */
const mostPaths = 16

export function createPolicyShelf(all: readonly CompiledPolicy[]): PolicyShelf {
  const root = toNode(all.map((policy) => ({ policy, room: mostPlaces, used: [] })))
  if (root.places.length === 0) return { all, varies: false, find: () => all }
  return {
    all,
    varies: doesNodeVary(root),
    find(wanted) {
      const found = new Set<CompiledPolicy>()
      try {
        collect(root, wanted, found)
      } catch {
        // The request contradicts itself where it was looked at: each policy has to say for itself what that means.
        return all
      }
      return [...found]
    },
  }
}

/** A policy on its way to its place. */
interface Entry {
  readonly policy: CompiledPolicy
  /** At how many places it may still stand. */
  readonly room: number
  /** Keys of the paths that were looked at on the way here. */
  readonly used: readonly string[]
}

/** Each policy stands at one of the places, the most telling one, or among the rest; those of one value are a node again. */
interface Node {
  readonly rest: readonly CompiledPolicy[]
  readonly places: readonly (ShelfPlace & { readonly nodes: ReadonlyMap<unknown, Node> })[]
}

function collect({ rest, places }: Node, wanted: Wanted, found: Set<CompiledPolicy>): void {
  for (const place of places) {
    const node = place.nodes.get(place.read(wanted))
    if (node !== undefined) collect(node, wanted, found)
  }
  for (const policy of rest) found.add(policy)
}

function doesNodeVary({ places }: Node): boolean {
  return places.some(({ varies, nodes }) => varies || [...nodes.values()].some(doesNodeVary))
}

function toNode(entries: readonly Entry[]): Node {
  if (entries.length <= few) return { rest: entries.map(({ policy }) => policy), places: [] }
  const choices = entries.map(choicesOf)
  const counts = countStandings(choices)
  const rest: CompiledPolicy[] = []
  const lists: PlaceLists = new Map()
  for (const [at, entry] of entries.entries()) {
    const choice = mostTelling(choices[at] ?? [], counts)
    if (choice === undefined) rest.push(entry.policy)
    else putAt(lists, choice, entry)
  }
  const places = [...lists.values()].map(({ place, byValue }) => {
    return { ...place, nodes: new Map([...byValue].map(([value, list]) => [value, toNode(list)] as const)) }
  })
  return { rest, places }
}

/** A path by which a policy could be found. */
interface Choice {
  readonly pathKey: string
  readonly path: readonly string[]
  readonly standings: readonly Standing[]
}

function choicesOf({ policy, room, used }: Entry): readonly Choice[] {
  const choices: Choice[] = []
  for (const [pathKey, { path, values }] of policy.rule.demands) {
    if (used.includes(pathKey) || values.exact.size + values.beginnings.size > room) continue
    choices.push({ pathKey, path, standings: standingsOf(pathKey, values) })
    if (choices.length === mostPaths) break
  }
  return choices
}

type Counts = ReadonlyMap<string, ReadonlyMap<unknown, number>>

/** How many policies could stand at each value of each place. */
function countStandings(choices: readonly (readonly Choice[])[]): Counts {
  const counts = new Map<string, Map<unknown, number>>()
  for (const { standings } of choices.flat()) {
    for (const { placeKey, value } of standings) {
      const ofPlace = counts.get(placeKey) ?? new Map<unknown, number>()
      counts.set(placeKey, ofPlace.set(value, (ofPlace.get(value) ?? 0) + 1))
    }
  }
  return counts
}

/** The path with the fewest others at its values; of equals one that says the same of all requests of a caller. */
function mostTelling(choices: readonly Choice[], counts: Counts): Choice | undefined {
  const weigh = ({ path, standings }: Choice) => {
    const others = standings.map(({ placeKey, value }) => counts.get(placeKey)?.get(value) ?? 0)
    return Math.max(0, ...others) + (doesVary(path) ? 0.5 : 0)
  }
  let best: Choice | undefined
  let least = Number.POSITIVE_INFINITY
  for (const choice of choices) {
    const weight = weigh(choice)
    if (weight < least) [best, least] = [choice, weight]
  }
  return best
}

type PlaceLists = Map<string, { readonly place: ShelfPlace; readonly byValue: Map<unknown, Entry[]> }>

function putAt(lists: PlaceLists, { pathKey, path, standings }: Choice, entry: Entry): void {
  const room = Math.floor(entry.room / Math.max(1, standings.length))
  const next: Entry = { ...entry, room, used: [...entry.used, pathKey] }
  for (const standing of standings) {
    let known = lists.get(standing.placeKey)
    if (known === undefined) {
      known = { place: toPlace(path, standing), byValue: new Map() }
      lists.set(standing.placeKey, known)
    }
    const list = known.byValue.get(standing.value)
    if (list === undefined) known.byValue.set(standing.value, [next])
    else list.push(next)
  }
}
