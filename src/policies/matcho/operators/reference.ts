/** `{$reference: p}`: the value, a Reference or a string `Type/id`, read as `{resourceType, id}`, matches p. */
import type { CompileOperator } from '../matcher.ts'
import { readTarget } from '../read-key.ts'

export const compileReference: CompileOperator = (pattern, place) => {
  const matcher = place.compile(pattern, place.path)
  if (matcher === null) return null
  return {
    test(value, context) {
      const target = readTarget(value)
      return target !== null && matcher.test(target, context)
    },
    explain(value, context, path, found) {
      const target = readTarget(value)
      if (target !== null) matcher.explain(target, context, path, found)
      else found.push({ path, expected: { $reference: pattern }, but: value ?? null })
    },
  }
}
