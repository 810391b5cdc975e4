/** The search parameters of a type as the server's documents tell of them. */
import { commonParameters, modifiersOf } from '../engine/search/parameter-types.ts'
import { findSortable as findSortPaths } from '../engine/search/parse-sort.ts'
import type { ResourceType } from '../schema/registry.ts'
import type { SearchParameter } from '../schema/resource-definition.ts'

export interface ServedParameter extends SearchParameter {
  readonly modifiers: readonly string[]
}

/** Those that every type has, then those that it declares. */
export { commonParameters }

export function findServedParameters({ search }: ResourceType): readonly ServedParameter[] {
  return [...search.values()].map((parameter) => ({ ...parameter, modifiers: modifiersOf(parameter.type) }))
}

/** Names of those that resources can be sorted by. */
export function findSortable(type: ResourceType): readonly string[] {
  return [...findSortPaths(type).keys()]
}
