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
const mostPaths = 8
/** Values that are looked at on the way to one policy. */
const mostSteps = 4

export function createPolicyShelf(all: readonly CompiledPolicy[]): PolicyShelf {
  const root = toNode(
    all.map((policy) => ({ policy, room: mostPlaces, steps: 0, choices: choicesOf(policy) })),
  )
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
  readonly steps: number
  /** Those that were not made on the way here. */
  readonly choices: readonly Choice[]
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
  const counts = countStandings(entries)
  const rest: CompiledPolicy[] = []
  const lists: PlaceLists = new Map()
  for (const entry of entries) {
    const choice = mostTelling(entry.choices, counts)
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
  readonly path: readonly string[]
  readonly standings: readonly Standing[]
  readonly varies: boolean
}

/** An index is made anew with every change, of policies that mostly stay. */
const known = new WeakMap<CompiledPolicy, readonly Choice[]>()

function choicesOf(policy: CompiledPolicy): readonly Choice[] {
  const before = known.get(policy)
  if (before !== undefined) return before
  const choices: Choice[] = []
  for (const [pathKey, { path, values }] of policy.rule.demands) {
    if (values.exact.size + values.beginnings.size > mostPlaces) continue
    choices.push({ path, standings: standingsOf(pathKey, values), varies: doesVary(path) })
    if (choices.length === mostPaths) break
  }
  known.set(policy, choices)
  return choices
}

type Counts = ReadonlyMap<string, ReadonlyMap<unknown, number>>

/** How many policies could stand at each value of each place. */
function countStandings(entries: readonly Entry[]): Counts {
  const counts = new Map<string, Map<unknown, number>>()
  for (const { choices } of entries)
    for (const { standings } of choices)
      for (const { placeKey, value } of standings) {
        let ofPlace = counts.get(placeKey)
        if (ofPlace === undefined) {
          ofPlace = new Map()
          counts.set(placeKey, ofPlace)
        }
        ofPlace.set(value, (ofPlace.get(value) ?? 0) + 1)
      }
  return counts
}

/** The path with the fewest others at its values; of equals one that says the same of all requests of a caller. */
function mostTelling(choices: readonly Choice[], counts: Counts): Choice | undefined {
  let best: Choice | undefined
  let least = Number.POSITIVE_INFINITY
  for (const choice of choices) {
    let weight = choice.varies ? 0.5 : 0
    for (const { placeKey, value } of choice.standings)
      weight = Math.max(weight, (counts.get(placeKey)?.get(value) ?? 0) + (choice.varies ? 0.5 : 0))
    if (weight < least) [best, least] = [choice, weight]
  }
  return best
}

type PlaceLists = Map<string, { readonly place: ShelfPlace; readonly byValue: Map<unknown, Entry[]> }>

function putAt(lists: PlaceLists, choice: Choice, entry: Entry): void {
  const { path, standings } = choice
  const room = Math.floor(entry.room / Math.max(1, standings.length))
  const steps = entry.steps + 1
  const isOpen = (one: Choice) => one !== choice && one.standings.length <= room
  const choices = steps < mostSteps ? entry.choices.filter(isOpen) : []
  const next: Entry = { policy: entry.policy, room, steps, choices }
  for (const standing of standings) {
    let at = lists.get(standing.placeKey)
    if (at === undefined) {
      at = { place: toPlace(path, standing), byValue: new Map() }
      lists.set(standing.placeKey, at)
    }
    const entries = at.byValue.get(standing.value)
    if (entries === undefined) at.byValue.set(standing.value, [next])
    else entries.push(next)
  }
}
