/** Criteria as a condition: all of them must hold. Nothing of a page or an answer here; that is parse-search.ts. */
import { invalidParameter, type Query } from '../parameters.ts'
import { allOf, type Condition } from '../ports/condition.ts'
import { type CriterionOptions, parseCriterion, type SearchedType } from './parse-criterion.ts'

const maxCriteria = 50

/** Throws AppError `invalid`, also for what the type does not know: a condition without it would hold too often. */
export function parseCondition(type: SearchedType, query: Query, options: CriterionOptions): Condition {
  return joinCriteria(
    query.map((pair) => {
      const criterion = parseCriterion(type, pair, options)
      if (criterion === undefined) throw invalidParameter(pair[0], 'is unknown or empty')
      return criterion
    }),
  )
}

export function joinCriteria(criteria: readonly Condition[]): Condition {
  if (criteria.length > maxCriteria) {
    throw invalidParameter('list', `is too long: at most ${maxCriteria} criteria`)
  }
  return allOf(...criteria)
}
