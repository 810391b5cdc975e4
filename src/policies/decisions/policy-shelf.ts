/** Policies by what they demand of a request, so that most of many are not even looked at. */
import type { CompiledPolicy } from '../compile-policy.ts'
import type { Demands, Values, Wanted } from './demands.ts'

export interface PolicyShelf {
  readonly all: readonly CompiledPolicy[]
  /** All that may hold, and some that do not. */
  find(wanted: Wanted): readonly CompiledPolicy[]
}

/** Few are tried sooner than found. */
const few = 4
/** Places in the index of one policy; what would be at more is found under fewer words. */
const mostPlaces = 64
const any = '*'

export function createPolicyShelf(all: readonly CompiledPolicy[]): PolicyShelf {
  if (all.length <= few) return { all, find: () => all }
  const places = new Map<string, Set<CompiledPolicy>>()
  for (const policy of all) {
    for (const place of placesOf(policy.rule.demands)) {
      const known = places.get(place)
      if (known === undefined) places.set(place, new Set([policy]))
      else known.add(policy)
    }
  }
  return {
    all,
    find({ operation, type, method }) {
      const found = new Set<CompiledPolicy>()
      for (const first of [operation, any])
        for (const second of [type, any])
          for (const third of [method, any])
            for (const policy of places.get(toPlace(first, second, third)) ?? []) found.add(policy)
      return [...found]
    },
  }
}

function toPlace(operation: string, type: string, method: string): string {
  return `${operation}\n${type}\n${method}`
}

function* placesOf({ operation, type, method }: Demands): Generator<string> {
  const lists = [operation, type, method]
  const [first, second, third] = isTooMany(lists) ? lists.map(withoutMany) : lists
  for (const one of first ?? [any])
    for (const two of second ?? [any]) for (const three of third ?? [any]) yield toPlace(one, two, three)
}

function isTooMany(lists: readonly Values[]): boolean {
  return lists.reduce((product, values) => product * (values?.size ?? 1), 1) > mostPlaces
}

/** Of three lists that are no longer than this there are at most as many places as allowed. */
function withoutMany(values: Values): Values {
  return values !== undefined && values.size > Math.cbrt(mostPlaces) ? undefined : values
}
