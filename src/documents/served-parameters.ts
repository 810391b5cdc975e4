/** The declared search parameters of a type that the engine can search by: what the server's documents may claim. */
import { searchModifiers } from '../engine/search/parse-criterion.ts'
import type { ResourceType } from '../schema/registry.ts'
import type { SearchParameter } from '../schema/resource-definition.ts'

export interface ServedParameter extends SearchParameter {
  readonly modifiers: readonly string[]
}

export function findServedParameters({ search }: ResourceType): readonly ServedParameter[] {
  return [...search.values()].flatMap((parameter) => {
    const modifiers = searchModifiers[parameter.type]
    return modifiers === undefined ? [] : { ...parameter, modifiers }
  })
}
