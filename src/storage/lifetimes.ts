/** The work on types whose resources end by themselves, for the purge. */
import type { Change } from '../engine/ports/store.ts'
import type { Clock } from '../kernel/clock.ts'
import type { ResourceType } from '../schema/registry.ts'
import type { Sql, SqlRunner } from './database.ts'
import { createLifetimeStatements } from './lifetime-statements.ts'
import { batchSize, type PurgeStep } from './purge.ts'
import type { RecordChange } from './record-statements.ts'
import { runStatement } from './run.ts'
import { createIndexStatement, type IndexableRow, type IndexedType, indexRows } from './search/index-batch.ts'
import type { SearchIndex } from './search/index-catalog.ts'
import type { Values } from './statement.ts'

export interface LifetimeContext {
  readonly sql: Sql
  readonly catalog: SearchIndex
  readonly clock: Clock
  /** Who sends the messages to other processes. */
  readonly node: string
  /** Whether other processes are told. */
  readonly notify: boolean
  readonly emit: (change: Change) => void
  /** Milliseconds for which what has ended stays; 0: for ever. */
  readonly keepEndedMs: number
}

const dayMs = 24 * 60 * 60_000
const unusedMs = 30 * dayMs
/** When what others hold is looked at again. */
const heldMs = 60 * 60_000

/** None for a type whose resources stay until somebody deletes them. */
export function createLifetimeSteps(
  { type, table, lifetime }: Pick<ResourceType, 'type' | 'table' | 'lifetime'>,
  context: LifetimeContext,
): PurgeStep[] {
  if (lifetime === undefined) return []
  const { clock, keepEndedMs } = context
  const statements = createLifetimeStatements({ type, table, lifetime })
  const reindex = createReindex({ type, table }, context)
  const change = createChange(type, context)
  const iso = (offsetMs = 0) => new Date(clock.now() + offsetMs).toISOString()
  let unusedAt = Number.NEGATIVE_INFINITY
  const expireUnused = async () => {
    // All that have no end in sight are looked through, which may be many: once a day.
    const now = clock.now()
    if (now < unusedAt + dayMs) return 0
    const values = { now: iso(), nowMs: Math.floor(now), before: iso(-unusedMs), count: batchSize }
    const { length } = await reindex((runner) => runStatement(runner, statements.expireUnused, values))
    if (length < batchSize) unusedAt = now
    return length
  }
  return [
    expireUnused,
    () => {
      const values = { now: iso(), later: iso(heldMs), count: batchSize }
      return change((run) => reindex((runner) => run(runner, statements.end, values)))
    },
    ...(keepEndedMs > 0
      ? [
          () =>
            change((run) =>
              run(context.sql, statements.remove, { before: iso(-keepEndedMs), count: batchSize }),
            ),
        ]
      : []),
  ]
}

type Run = <Row extends { readonly key: string }, Name extends string>(
  runner: SqlRunner,
  change: RecordChange<Row, Name>,
  values: Values<Name>,
) => Promise<Row[]>

/** Does what changes resources and tells listeners of them. */
function createChange(type: string, { node, notify, emit }: LifetimeContext) {
  const run: Run = (runner, { plain, told }, values) =>
    notify ? runStatement(runner, told, { ...values, node, type }) : runStatement(runner, plain, values)
  return async (work: (run: Run) => Promise<readonly { readonly key: string }[]>): Promise<number> => {
    const rows = await work(run)
    for (const { key } of rows) emit({ type, id: key })
    return rows.length
  }
}

/** The entries of what is changed change with it, in one transaction. */
function createReindex({ type, table }: IndexedType, { sql, catalog }: LifetimeContext) {
  const indexing = { type, statement: createIndexStatement(table) }
  return async (change: (runner: SqlRunner) => Promise<readonly IndexableRow[]>) => {
    const { rows } = await sql.begin(async (transaction) => {
      const rows = await change(transaction)
      await indexRows(transaction, catalog, indexing, rows)
      return { rows }
    })
    return rows
  }
}
