/** Searches and histories: those that callers ask for wait for a place, and cost so much at most. */
import type { SQL } from 'drizzle-orm'
import type { HistoryPlan, SearchPage, SearchPlan } from '../../engine/ports/store.ts'
import { AppError, codeOf } from '../../kernel/errors.ts'
import { createPlaces } from '../../kernel/places.ts'
import type { SearchClient, SqlRunner } from '../database.ts'
import { readHistory } from '../read-versions.ts'
import { runOnce } from '../run.ts'
import { tooCostly } from './condition-cost.ts'
import { toStatement } from './condition-sql.ts'
import { createFrequencies } from './frequencies.ts'
import { historyInSlices } from './history-in-slices.ts'
import type { IndexCatalog } from './index-catalog.ts'
import { searchInSlices } from './search-in-slices.ts'
import { isOfDocuments, planSearch, searchPlanned, usesTrigrams } from './search-planned.ts'
import { searchResources } from './search-resources.ts'
import type { Asking, SearchContext } from './searching.ts'
import { createShapes, type Shapes } from './shapes.ts'

export interface Searches {
  readonly search: (table: string, plan: SearchPlan & Asked) => Promise<SearchPage>
  readonly history: (table: string, plan: HistoryPlan & Asked) => Promise<SearchPage>
  /** Of the server itself, or inside of a transaction: at once. */
  readonly searchWith: (runner: SqlRunner, table: string, plan: SearchPlan) => Promise<SearchPage>
}

interface Asked {
  readonly asker: string
}

const waiting = { maxWaiting: 200, maxWaitingOfOne: 16, maxWaitMs: 5_000 }

/** Of one transaction: they need nothing of the session, which may be shared. Other processors are for others. */
const limits = 'set local statement_timeout = 5000; set local max_parallel_workers_per_gather = 0'
const switches = ['seqscan', 'bitmapscan', 'sort', 'hashjoin', 'hashagg']
/** A statement is written as it is to be carried out; whatever statistics say, they say it of other values. */
export const asWritten = `${switches.map((one) => `set local enable_${one} = off`).join('; ')}; set local jit = off; set local plan_cache_mode = force_generic_plan`
/** An index of trigrams is read in no other way. */
const withBitmaps = 'set local enable_bitmapscan = on'
const freely = `${switches.map((one) => `set local enable_${one} = on`).join('; ')}; set local plan_cache_mode = auto`

export function createSearches(client: SearchClient, catalog: IndexCatalog): Searches {
  const { sql, size, inSlices } = client
  const inPlace = createPlaces({ size, ...waiting })
  const [shapes, frequencies] = [createShapes(), createFrequencies()]
  const context = { catalog, frequencies, inSlices }
  const run = <T>(asker: string, work: () => Promise<T>): Promise<T> => inPlace(asker, work)
  return {
    search: (table, plan) =>
      run(plan.asker, () => searchOfCaller({ ...context, shapes, client }, table, plan)),
    history: (table, plan) =>
      run(plan.asker, () =>
        inSlices
          ? historyInSlices(sql, table, plan)
          : limited(sql, limits, (runner) => readHistory(runner, table, plan)),
      ),
    searchWith(runner, table, plan) {
      const planned = planSearch(plan, context)
      if (isOfDocuments(planned, context, table)) return searchResources(runner, table, plan)
      const ask = <Row>(statement: SQL) => shapes.run<Row>(runner, statement, table)
      const askFreely = <Row>(statement: SQL) => once<Row>(runner, statement, table)
      return searchPlanned({ ...context, inSlices: false }, { ask, askFreely }, table, planned)
    },
  }
}

interface CallerContext extends SearchContext {
  readonly shapes: Shapes
  readonly client: SearchClient
}

async function searchOfCaller(context: CallerContext, table: string, plan: SearchPlan): Promise<SearchPage> {
  const { client, shapes } = context
  const planned = planSearch(plan, context)
  const isOld = isOfDocuments(planned, context, table)
  if (client.inSlices)
    return isOld
      ? searchInSlices(client.sql, table, plan)
      : searchPlanned(context, askInSlices(client.sql, shapes, table), table, planned)
  if (isOld) return limited(client.sql, limits, (runner) => searchResources(runner, table, plan))
  const bitmaps = usesTrigrams(planned, context, table) ? `; ${withBitmaps}` : ''
  return limited(client.sql, `${limits}; ${asWritten}${bitmaps}`, (runner) =>
    searchPlanned(context, askWithin(runner, shapes, table), table, planned),
  )
}

/** Within a transaction whose settings are those of statements that are carried out as they are written. */
function askWithin(runner: SqlRunner, shapes: Shapes, table: string): Asking {
  return {
    ask: (statement) => shapes.run(runner, statement, table),
    async askFreely<Row>(statement: SQL) {
      const [, rows] = await Promise.all([runner.unsafe(freely), once<Row>(runner, statement, table)])
      return rows
    },
  }
}

/** Each statement by itself, so that others have their turn. */
function askInSlices(sql: SearchClient['sql'], shapes: Shapes, table: string): Asking {
  const ask = <Row>(statement: SQL): Promise<readonly Row[]> =>
    limited(sql, asWritten, (runner) => shapes.run<Row>(runner, statement, table))
  return { ask, askFreely: ask }
}

function once<Row>(runner: SqlRunner, statement: SQL, table: string): Promise<Row[]> {
  const { text, parameters } = toStatement(statement)
  return runOnce<Row>(runner, text, parameters, table)
}

/** The database ends a statement that takes too long. */
async function limited<T>(
  sql: SearchClient['sql'],
  settings: string,
  work: (runner: SqlRunner) => Promise<T>,
): Promise<T> {
  try {
    const done = await sql.begin('read only', async (transaction) => {
      const [, value] = await Promise.all([transaction.unsafe(settings), work(transaction)])
      return { value }
    })
    return done.value as T
  } catch (error) {
    const cause = error instanceof AppError ? error.cause : error
    // PostgreSQL, Appendix A: query_canceled.
    throw codeOf(cause) === '57014' ? tooCostly() : error
  }
}
