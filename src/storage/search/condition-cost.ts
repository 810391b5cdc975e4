/** What a condition costs a row that is looked at, and what of it an index answers. Bounded before any row is. */
import { allOf, type Condition, type Test } from '../../engine/ports/condition.ts'
import { AppError } from '../../kernel/errors.ts'

/** Single comparisons, each field counted. */
const mostTests = 10_000
/** Those that no index serves, such as beginnings of texts, are made for every row. */
const mostScans = 1_000
/** Of one text. */
const longestText = 5_000
/** A pattern that takes every case and accent is much longer than what it matches. */
const longestPattern = 20_000

export interface Cost {
  /** Comparisons a row, at least 1. */
  readonly tests: number
  /** What of the condition an index answers: all rows that fit are among those. Undefined: nothing. */
  readonly indexed?: Condition
}

/** `hasDocumentIndex`: whether the table's documents have one. */
export function costOf(condition: Condition, hasDocumentIndex = true): Cost {
  const parts = condition.kind === 'and' ? condition.of : [condition]
  const indexed = hasDocumentIndex ? parts.filter(isIndexed) : []
  const tests = Math.max(1, countTests(condition, sizeOf))
  return indexed.length === 0 ? { tests } : { tests, indexed: allOf(...indexed) }
}

/** Throws AppError `search-too-costly`. */
export function checkSize(condition: Condition): void {
  if (countTests(condition, sizeOf) > mostTests || countTests(condition, scansOf) > mostScans)
    throw tooCostly()
}

export function tooCostly(): AppError {
  const message = 'The search looks at too much'
  return new AppError('invalid', 'search-too-costly', message, { issues: [{ code: 'too-costly', message }] })
}

/** Equality is what the index of a table (jsonb_path_ops) serves, and ids have one of their own. */
function isIndexed(condition: Condition): boolean {
  if (condition.kind === 'compare') return isIndexedTest(condition.test)
  if (condition.kind === 'not') return false
  const { kind, of } = condition
  return kind === 'and' ? of.some(isIndexed) : of.every(isIndexed)
}

function isIndexedTest(test: Test): boolean {
  switch (test.kind) {
    case 'equals':
      return true
    case 'number':
      return test.operator === '=='
    case 'at':
      return isIndexedTest(test.test)
    case 'all':
      return test.of.some(isIndexedTest)
    case 'any':
      return test.of.every(isIndexedTest)
    default:
      return false
  }
}

type Leaf = Extract<Test, { kind: 'equals' | 'matches' | 'number' | 'present' | 'lacks' | 'bound' }>

function countTests(condition: Condition, count: (leaf: Leaf) => number): number {
  if (condition.kind === 'compare') return condition.path.length * countLeaves(condition.test, count)
  if (condition.kind === 'not') return countTests(condition.of, count)
  return sum(condition.of.map((one) => countTests(one, count)))
}

function countLeaves(test: Test, count: (leaf: Leaf) => number): number {
  if ('of' in test) return sum(test.of.map((one) => countLeaves(one, count)))
  return test.kind === 'at' ? test.fields.length * countLeaves(test.test, count) : count(test)
}

/** Infinite where a text is too long. */
function sizeOf(leaf: Leaf): number {
  if (leaf.kind === 'equals') return sum(leaf.values.map((value) => boundedLength(String(value))))
  if (leaf.kind === 'matches') return leaf.pattern.length > longestPattern ? Number.POSITIVE_INFINITY : 1
  return leaf.kind === 'number' ? boundedLength(leaf.digits) : 1
}

function scansOf(leaf: Leaf): number {
  return leaf.kind === 'equals' || (leaf.kind === 'number' && leaf.operator === '==') ? 0 : sizeOf(leaf)
}

function boundedLength(text: string): number {
  return text.length > longestText ? Number.POSITIVE_INFINITY : 1
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
