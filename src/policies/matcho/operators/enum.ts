/** `{$enum: […]}`: equal to one of them. The values are taken literally, whatever they start with. */
import { isEqual } from '../is-equal.ts'
import { type CompileOperator, leafMatcher } from '../matcher.ts'

export const compileEnum: CompileOperator = (values, place) => {
  if (!Array.isArray(values)) return place.refuse('$enum needs a list of values')
  if (values.length === 0) return place.refuse('An empty list says nothing')
  const literals: readonly unknown[] = values
  return leafMatcher({ $enum: values }, (value) => literals.some((literal) => isEqual(literal, value)))
}
