/** `{$contains: p}`: the array has an element that matches. */
import { type CompileOperator, leafMatcher } from '../matcher.ts'

export const compileContains: CompileOperator = (pattern, place) => {
  const matcher = place.compile(pattern, place.path)
  if (matcher === null) return null
  return leafMatcher(
    { $contains: pattern },
    (value, context) => Array.isArray(value) && value.some((item) => matcher.test(item, context)),
  )
}
