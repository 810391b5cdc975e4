/**
 * Rows a statement of the embedded database, which runs in the process that answers everybody and cannot be interrupted:
 * few, others in between, and an end when more has been looked at than one search may cost.
 */
import { type SQL, sql } from 'drizzle-orm'
import { pause } from '../../kernel/pause.ts'
import { tooCostly } from './condition-cost.ts'

/** What a statement should take, and all statements of a search may take. */
export const sliceMs = 6
const budgetMs = 5_000
/** Comparisons: rows times the tests of the condition. */
const budgetTests = 1_000_000
const mostRows = 20_000
/** Before it is known how long they take. */
const firstTests = 500

export interface Slices {
  /** Of the next statement. */
  rows: number
  /** Throws AppError `search-too-costly` when it has become too much. Lets others go first. */
  account(looked: number, ms: number): Promise<void>
}

/** `tests`: comparisons a row. */
export function createSlices(tests: number): Slices {
  let spentTests = 0
  let spentMs = 0
  return {
    rows: Math.ceil(firstTests / tests),
    async account(looked, ms) {
      spentTests += looked * tests
      spentMs += ms
      if (spentTests > budgetTests || spentMs > budgetMs) throw tooCostly()
      const factor = Math.min(4, sliceMs / Math.max(ms, 0.1))
      this.rows = Math.max(1, Math.min(mostRows, Math.floor(this.rows * factor)))
      await pause()
    },
  }
}

/** Of a statement that one statement may look at whole: as many as take some slices. */
export function fewOf(tests: number): number {
  return Math.max(20, Math.min(500, Math.ceil((10 * firstTests) / tests)))
}

/** Worked out after the sort, as its value changes by itself. */
export const spentMs: SQL = sql.raw(
  '(1000 * extract(epoch from clock_timestamp() - statement_timestamp()))::float8',
)
