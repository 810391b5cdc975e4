/** Searches and histories that callers ask for: each waits for a place, and costs so much at most. */
import type { HistoryPlan, SearchPage, SearchPlan } from '../../engine/ports/store.ts'
import { AppError, codeOf } from '../../kernel/errors.ts'
import { createPlaces } from '../../kernel/places.ts'
import type { SearchClient, SqlRunner } from '../database.ts'
import { readHistory } from '../read-versions.ts'
import { tooCostly } from './condition-cost.ts'
import { historyInSlices } from './history-in-slices.ts'
import { searchInSlices } from './search-in-slices.ts'
import { searchResources } from './search-resources.ts'

export interface Searches {
  readonly search: (table: string, plan: SearchPlan & Asked) => Promise<SearchPage>
  readonly history: (table: string, plan: HistoryPlan & Asked) => Promise<SearchPage>
}

interface Asked {
  readonly asker: string
}

const waiting = { maxWaiting: 200, maxWaitingOfOne: 16, maxWaitMs: 5_000 }

/** Of one transaction: they need nothing of the session, which may be shared. Other processors are for others. */
const limits = 'set local statement_timeout = 5000; set local max_parallel_workers_per_gather = 0'

export function createSearches({ sql, size, inSlices }: SearchClient): Searches {
  const inPlace = createPlaces({ size, ...waiting })
  const run = <T>(asker: string, work: (runner: SqlRunner) => Promise<T>): Promise<T> =>
    inPlace(asker, () => (inSlices ? work(sql) : limited(sql, work)))
  const search = inSlices ? searchInSlices : searchResources
  const history = inSlices ? historyInSlices : readHistory
  return {
    search: (table, plan) => run(plan.asker, (runner) => search(runner, table, plan)),
    history: (table, plan) => run(plan.asker, (runner) => history(runner, table, plan)),
  }
}

/** The database ends a statement that takes too long. */
async function limited<T>(sql: SearchClient['sql'], work: (runner: SqlRunner) => Promise<T>): Promise<T> {
  try {
    const done = await sql.begin('read only', async (transaction) => {
      const [, value] = await Promise.all([transaction.unsafe(limits), work(transaction)])
      return { value }
    })
    return done.value as T
  } catch (error) {
    const cause = error instanceof AppError ? error.cause : error
    // PostgreSQL, Appendix A: query_canceled.
    throw codeOf(cause) === '57014' ? tooCostly() : error
  }
}
