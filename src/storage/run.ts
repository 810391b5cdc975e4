/** Runs statements: prepared where their text is constant, repeated after a conflict, errors translated. */

import type { Change } from '../engine/ports/store.ts'
import { pause } from '../kernel/pause.ts'
import type { SqlRunner } from './database.ts'
import { isRepeatable, toAppError } from './sql-error.ts'
import type { Parameter, PreparedOptions, Statement, Values } from './statement.ts'

export type { Parameter }

const attempts = 40
const firstPauseMs = 5
const longestPauseMs = 100

/** The text must be constant: each connection keeps a prepared statement for it. */
export async function runPrepared<Row>(
  sql: SqlRunner,
  text: string,
  parameters: Parameter[],
  options: PreparedOptions = { prepare: true },
): Promise<Row[]> {
  try {
    return (await sql.unsafe(text, parameters, options)) as unknown as Row[]
  } catch (error) {
    throw toAppError(error)
  }
}

export function runStatement<Row, Name extends string>(
  sql: SqlRunner,
  { text, names, options }: Statement<Row, Name>,
  values: Values<Name>,
): Promise<Row[]> {
  return runPrepared<Row>(
    sql,
    text,
    names.map((name) => values[name]),
    options,
  )
}

/**
 * For text that depends on the request: planned for these very parameters, and forgotten. `table`: the one that it is
 * about, for the pool.
 */
export async function runOnce<Row>(
  sql: SqlRunner,
  text: string,
  parameters: Parameter[],
  table?: string,
): Promise<Row[]> {
  const options = { prepare: false, table }
  try {
    return (await sql.unsafe(text, parameters, options)) as unknown as Row[]
  } catch (error) {
    throw toAppError(error)
  }
}

/** How statements run: each for itself, or as part of a transaction that is repeated as a whole. */
export interface Execution {
  readonly sql: SqlRunner
  repeat<T>(work: () => Promise<T>): Promise<T>
  /** Tells listeners: at once, or after the commit. */
  changed(change: Change): void
}

/** Does the work again after a serialization failure or a deadlock, a bounded number of times with growing random pauses. */
export async function repeatOnConflict<T>(work: () => Promise<T>, rest = pause): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (attempt === attempts || !isRepeatable(error)) throw toAppError(error)
      await rest(Math.min(firstPauseMs * 2 ** attempt, longestPauseMs) * (0.5 + Math.random()))
    }
  }
}
