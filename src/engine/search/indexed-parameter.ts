/** Which search parameters have entries in an index, and how their paths are read. */
import type { SearchParameter } from '../../schema/resource-definition.ts'
import { parseSearchPath, type SearchPath, type SearchStep } from '../../schema/search-path.ts'
import type { IndexedParameter } from '../ports/search-index.ts'
import type { ParameterType } from './parameter-type.ts'
import { commonParameters, parameterTypes } from './parameter-types.ts'

export interface ReadParameter extends IndexedParameter {
  readonly path: SearchPath
  readonly type: ParameterType
  readonly ignoreCase: boolean
}

/** Null: it has none, so that only documents tell. */
export function toIndexedParameter(parameter: SearchParameter, typeName: string): ReadParameter | null {
  const path = parseSearchPath(parameter.path, typeName)
  if (!hasEntries(parameter, path)) return null
  const type = parameterTypes[parameter.type]
  const ignoreCase = parameter.ignoreCase ?? false
  const fingerprint = `${parameter.type}.${type.version}${ignoreCase ? '.caseless' : ''} ${parameter.path}`
  return { name: parameter.name, kind: type.kind, fingerprint, path, type, ignoreCase }
}

export function isCommon(name: string): boolean {
  return commonParameters.some((common) => common.name === name)
}

export function hasEntries({ name }: SearchParameter, path: SearchPath): boolean {
  return !isCommon(name) && !path.some(isSetByStore)
}

const ofStore = ['versionId', 'lastUpdated', 'createdAt']

/** A document that is about to be written does not have it yet. */
function isSetByStore([first, second]: readonly SearchStep[]): boolean {
  if (first?.name !== 'meta') return false
  return first.where !== undefined || second === undefined || ofStore.includes(second.name)
}
