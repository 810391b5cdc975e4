/** `_sort` (https://hl7.org/fhir/R4/search.html#sort): names of search parameters, `-` for the greatest first. */
import { suggest } from '../../kernel/nearest-name.ts'
import { parseSearchPath, type SearchPath } from '../../schema/search-path.ts'
import { invalidParameter } from '../parameters.ts'
import type { SortKey } from '../ports/store.ts'
import { hasEntries } from './indexed-parameter.ts'
import { commonParameters } from './parameter-types.ts'
import type { SearchedType } from './parse-criterion.ts'

export const sortParameter = '_sort'

const maxKeys = 5

export interface Sorting {
  readonly keys: readonly SortKey[]
  /** What the keys look at. */
  readonly paths: readonly SearchPath[]
}

/** Names of what resources of the type can be sorted by, with the paths that lead to the values. */
export function findSortable({ type, search }: SearchedType): ReadonlyMap<string, SearchPath> {
  const found = new Map<string, SearchPath>()
  for (const { name, path } of commonParameters) found.set(name, parseSearchPath(path, type))
  for (const parameter of search.values()) {
    const path = parseSearchPath(parameter.path, type)
    if (hasEntries(parameter, path)) found.set(parameter.name, path)
  }
  return found
}

/**
 * What several of them say counts one after the other. Names that come again change nothing, nor do those after `_id`, which
 * no two resources share. `isLenient`: unknown names are left out. Throws AppError `invalid`.
 */
export function parseSort(type: SearchedType, values: readonly string[], isLenient: boolean): Sorting {
  const names = values.flatMap((value) => value.split(',')).filter((name) => name !== '')
  if (names.length === 0) return { keys: [], paths: [] }
  const sortable = findSortable(type)
  const paths = new Map<string, SearchPath>()
  const keys: SortKey[] = []
  for (const name of names) {
    const isDescending = name.startsWith('-')
    const parameter = isDescending ? name.slice(1) : name
    const path = sortable.get(parameter)
    if (path === undefined && !isLenient) throw unknownKey(type, parameter, [...sortable.keys()])
    if (path === undefined || paths.has(parameter) || paths.has('_id')) continue
    paths.set(parameter, path)
    keys.push({ parameter, isDescending })
  }
  if (keys.length > maxKeys) throw invalidParameter(sortParameter, `has more than ${maxKeys} names`)
  return { keys, paths: [...paths.values()] }
}

function unknownKey({ type }: SearchedType, name: string, known: readonly string[]) {
  const short = name.length > 64 ? `${name.slice(0, 64)}…` : name
  const hint = suggest(name, known, '')
  return invalidParameter(sortParameter, `names ${short}, which ${type} cannot be sorted by${hint}`)
}
