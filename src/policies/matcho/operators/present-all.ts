/** `{$present-all: [p, …]}`: each pattern is matched by some element, in any order. */
import { compileList } from '../compile-array.ts'
import { type CompileOperator, leafMatcher } from '../matcher.ts'

export const compilePresentAll: CompileOperator = (patterns, place) => {
  const matchers = compileList(patterns, place)
  if (matchers === null) return null
  return leafMatcher(
    { '$present-all': patterns },
    (value, context) =>
      Array.isArray(value) && matchers.every((matcher) => value.some((item) => matcher.test(item, context))),
  )
}
