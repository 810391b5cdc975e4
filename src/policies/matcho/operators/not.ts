/** `{$not: p}`: p does not hold. */
import { type CompileOperator, leafMatcher } from '../matcher.ts'

export const compileNot: CompileOperator = (pattern, place) => {
  const matcher = place.compile(pattern, place.path)
  if (matcher === null) return null
  return leafMatcher({ $not: pattern }, (value, context) => !matcher.test(value, context))
}
