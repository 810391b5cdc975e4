/** `{$every: p}`: the array is not empty and each element matches. */
import type { CompileOperator } from '../matcher.ts'

export const compileEvery: CompileOperator = (pattern, place) => {
  const matcher = place.compile(pattern, place.path)
  if (matcher === null) return null
  return {
    test: (value, context) =>
      Array.isArray(value) && value.length > 0 && value.every((item) => matcher.test(item, context)),
    explain(value, context, path, found) {
      if (!Array.isArray(value) || value.length === 0) {
        found.push({ path, expected: { $every: pattern }, but: value ?? null })
        return
      }
      value.forEach((item, index) => {
        matcher.explain(item, context, [...path, index], found)
      })
    },
  }
}
