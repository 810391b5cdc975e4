/** `{$one-of: [p, …]}`: one of the patterns holds. */
import { compileList } from '../compile-array.ts'
import { type CompileOperator, leafMatcher } from '../matcher.ts'

export const compileOneOf: CompileOperator = (patterns, place) => {
  const matchers = compileList(patterns, place)
  if (matchers === null) return null
  return leafMatcher({ '$one-of': patterns }, (value, context) =>
    matchers.some((matcher) => matcher.test(value, context)),
  )
}
