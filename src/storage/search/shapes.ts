/**
 * Runs statements that were composed for a search: prepared where their text has come before, which it mostly has. There
 * are so many prepared ones at most, as each connection keeps all of them, whoever thinks of ever new searches.
 */
import type { SQL } from 'drizzle-orm'
import type { SqlRunner } from '../database.ts'
import { runOnce, runPrepared } from '../run.ts'
import { toStatement } from './condition-sql.ts'

export interface Shapes {
  run<Row>(runner: SqlRunner, statement: SQL, table: string): Promise<Row[]>
}

const mostPrepared = 300
/** Of texts that came once. */
const mostRemembered = 1_000
/** A connection should not keep what is as long as a page. */
const longestPrepared = 20_000

export function createShapes(): Shapes {
  const prepared = new Set<string>()
  const seen = new Set<string>()
  const isKnown = (text: string): boolean => {
    if (prepared.has(text)) return true
    if (prepared.size >= mostPrepared || text.length > longestPrepared) return false
    if (seen.delete(text)) return prepared.add(text).has(text)
    seen.add(text)
    const [oldest] = seen
    if (seen.size > mostRemembered && oldest !== undefined) seen.delete(oldest)
    return false
  }
  return {
    run<Row>(runner: SqlRunner, statement: SQL, table: string) {
      const { text, parameters } = toStatement(statement)
      return isKnown(text)
        ? runPrepared<Row>(runner, text, parameters, { prepare: true, table })
        : runOnce<Row>(runner, text, parameters, table)
    },
  }
}
