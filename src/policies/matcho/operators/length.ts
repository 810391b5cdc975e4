/** `{$length: n}`: the array has this length. */
import { type CompileOperator, leafMatcher } from '../matcher.ts'

export const compileLength: CompileOperator = (length, place) => {
  if (typeof length !== 'number' || !Number.isInteger(length) || length < 0) {
    return place.refuse('$length needs a whole number that is not negative')
  }
  return leafMatcher({ $length: length }, (value) => Array.isArray(value) && value.length === length)
}
