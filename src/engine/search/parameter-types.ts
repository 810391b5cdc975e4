/** The types of search parameters, and the parameters that every resource has. */
import type { SearchParameter, SearchType } from '../../schema/resource-definition.ts'
import type { ParameterType } from './parameter-type.ts'
import { date } from './types/date.ts'
import { number } from './types/number.ts'
import { quantity } from './types/quantity.ts'
import { reference } from './types/reference.ts'
import { string } from './types/string.ts'
import { token } from './types/token.ts'
import { uri } from './types/uri.ts'

export const parameterTypes: Readonly<Record<SearchType, ParameterType>> = {
  string,
  token,
  reference,
  uri,
  date,
  number,
  quantity,
}

/** What a parameter's name may end with, without the names of resource types. */
export function modifiersOf(type: SearchType): readonly string[] {
  return [...parameterTypes[type].modifiers, 'missing']
}

/** https://hl7.org/fhir/R4/search.html#all */
export const commonParameters = [
  { name: '_id', type: 'token', path: 'id', description: 'Logical ids, separated by commas' },
  {
    name: '_lastUpdated',
    type: 'date',
    path: 'meta.lastUpdated',
    description: 'When the resource was written last',
  },
] as const satisfies readonly SearchParameter[]
