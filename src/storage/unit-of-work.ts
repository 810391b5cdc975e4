/**
 * The store and the records, by themselves and in transactions. A transaction ends in time, whatever its work waits for:
 * on the embedded database, which has one connection, what the outer store is asked would wait for the transaction that
 * waits for it.
 */
import type { Change, Unit } from '../engine/ports/store.ts'
import { AppError } from '../kernel/errors.ts'
import type { Sql, SqlRunner } from './database.ts'
import { createRecords, type RecordsContext } from './records.ts'
import { createStore, type StoreContext, type StoreExecution } from './resource-store.ts'
import { repeatOnConflict } from './run.ts'

export interface UnitContext extends StoreContext, RecordsContext {
  readonly sql: Sql
  /** Of a transaction with all its repetitions. */
  readonly transactionLimitMs: number
}

type Work<T> = (unit: Unit) => Promise<T>

/** Outside of transactions: each statement for itself. */
export function createUnit(context: UnitContext): Unit {
  return toUnit(context, {
    sql: context.sql,
    isShared: true,
    repeat: repeatOnConflict,
    changed: context.feed.emit,
    transaction: (work) => runTransaction(context, work),
  })
}

function toUnit(context: UnitContext, execution: StoreExecution): Unit {
  return { store: createStore(context, execution), records: createRecords(context, execution) }
}

async function runTransaction<T>(context: UnitContext, work: Work<T>): Promise<T> {
  const limit = startLimit(context.transactionLimitMs)
  try {
    const { value, changes } = await repeatOnConflict(() => tryTransaction(context, limit, work))
    for (const change of changes) context.feed.emit(change)
    return value
  } finally {
    limit.stop()
  }
}

interface Committed<T> {
  readonly value: T
  readonly changes: readonly Change[]
}

/** The limit ends the wait for a connection, and the work. What was begun is rolled back before that is told. */
async function tryTransaction<T>(context: UnitContext, limit: Limit, work: Work<T>): Promise<Committed<T>> {
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>()
  const committed = context.sql.begin('isolation level repeatable read', async (sql) => {
    limit.check()
    begin()
    return { done: await runWork(context, sql, (unit) => limit.race(work(unit))) }
  })
  await limit.race(Promise.race([begun, committed]))
  return (await committed).done
}

/** After its end the connection is somebody else's: what was lent answers no more. */
async function runWork<T>(context: UnitContext, sql: SqlRunner, work: Work<T>): Promise<Committed<T>> {
  const changes: Change[] = []
  let isOver = false
  const unit: Unit = toUnit(context, {
    get sql() {
      if (isOver) throw new AppError('exception', 'transaction-over', 'The transaction is over.')
      return sql
    },
    isShared: false,
    repeat: (once) => once(),
    changed: (change) => void changes.push(change),
    transaction: (inner) => inner(unit),
  })
  try {
    return { value: await work(unit), changes }
  } finally {
    isOver = true
  }
}

interface Limit {
  /** What the promise does, or a rejection when the time is up before. */
  race<T>(work: Promise<T>): Promise<T>
  check(): void
  stop(): void
}

function startLimit(limitMs: number): Limit {
  const { promise: over, reject } = Promise.withResolvers<never>()
  // Heard by those who race; nobody may.
  over.catch(() => {})
  let failure: AppError | undefined
  const timer = setTimeout(() => {
    failure = new AppError(
      'transient',
      'transaction-timeout',
      'The request took too long. Nothing was changed.',
    )
    reject(failure)
  }, limitMs)
  return {
    race: (work) => Promise.race([work, over]),
    check() {
      if (failure !== undefined) throw failure
    },
    stop: () => clearTimeout(timer),
  }
}
