/** Parameters that an access was given for: where one of them is ignored, the answer would hold more than was meant. */
import { AppError } from '../kernel/errors.ts'
import type { Task } from './engine-parts.ts'
import type { EngineOperation } from './operation-row.ts'
import type { Query } from './parameters.ts'
import { type Allowed, everyParameter } from './ports/access.ts'
import { commonParameters } from './search/parameter-types.ts'

/** Throws AppError `invalid` for the first that the query has and `isUsed` does not know. */
export function checkGrantedParameters(
  { parameters = [] }: Allowed,
  query: Query,
  operation: string,
  isUsed: (name: string) => boolean,
): void {
  const isGranted = (name: string) => parameters.includes(name) || parameters.includes(everyParameter)
  const found = query.find(([name, value]) => value !== '' && isGranted(name) && !isUsed(name))
  if (found === undefined) return
  const [ignored] = found
  const message = `The access is given for the parameter ${ignored}, which ${operation} does not use`
  throw new AppError('invalid', 'parameter-not-used', message)
}

/** Criteria are for searches: whatever else is asked with one would ignore it. Throws as `checkGrantedParameters`. */
export function checkCriteria({ id, interaction }: EngineOperation, task: Task): void {
  const { type, operation, decision } = task
  if (decision.parameters === undefined || interaction === 'search-type') return
  const isCriterion = (name: string) =>
    type.search.has(name) || commonParameters.some((common) => common.name === name)
  checkGrantedParameters(decision, operation.query, id, (name) => !isCriterion(name))
}
