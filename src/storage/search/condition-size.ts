/** How large a condition may be that the database is asked for. */
import type { Condition, Test } from '../../engine/ports/condition.ts'
import { AppError } from '../../kernel/errors.ts'

/** Single comparisons, each field counted. */
const mostTests = 10_000
/** Of one text; a pattern that takes both cases is four times as long as what it matches. */
const longestText = 5000

/** Throws AppError `invalid`. */
export function checkSize(condition: Condition): void {
  if (countTests(condition) <= mostTests) return
  throw new AppError('invalid', 'search-too-costly', 'The search has too many or too long values.')
}

function countTests(condition: Condition): number {
  if (condition.kind === 'compare') return condition.path.length * countLeaves(condition.test)
  return condition.kind === 'not' ? countTests(condition.of) : sum(condition.of.map(countTests)) + 1
}

/** Infinite where a text is too long. */
function countLeaves(test: Test): number {
  switch (test.kind) {
    case 'all':
    case 'any':
      return sum(test.of.map(countLeaves))
    case 'at':
      return test.fields.length * countLeaves(test.test)
    case 'equals':
      return sum(test.values.map((value) => sizeOf(String(value))))
    case 'matches':
      return sizeOf(test.pattern)
    case 'number':
      return sizeOf(test.digits)
    default:
      return 1
  }
}

function sizeOf(text: string): number {
  return text.length > longestText ? Number.POSITIVE_INFINITY : 1
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
