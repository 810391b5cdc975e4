/** The work on types whose resources end by themselves, for the purge. */
import type { Change } from '../engine/ports/store.ts'
import type { Clock } from '../kernel/clock.ts'
import type { ResourceType } from '../schema/registry.ts'
import type { Sql } from './database.ts'
import { createLifetimeStatements } from './lifetime-statements.ts'
import { batchSize, type PurgeStep } from './purge.ts'
import type { RecordChange } from './record-statements.ts'
import { runStatement } from './run.ts'
import type { Values } from './statement.ts'

export interface LifetimeContext {
  readonly sql: Sql
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
  const { sql, clock, keepEndedMs } = context
  const statements = createLifetimeStatements({ type, table, lifetime })
  const change = createChange(type, context)
  const iso = (offsetMs = 0) => new Date(clock.now() + offsetMs).toISOString()
  let unusedAt = Number.NEGATIVE_INFINITY
  const expireUnused = async () => {
    // All that have no end in sight are looked through, which may be many: once a day.
    const now = clock.now()
    if (now < unusedAt + dayMs) return 0
    const values = { now: iso(), nowMs: Math.floor(now), before: iso(-unusedMs), count: batchSize }
    const { length } = await runStatement(sql, statements.expireUnused, values)
    if (length < batchSize) unusedAt = now
    return length
  }
  return [
    expireUnused,
    () => change(statements.end, { now: iso(), later: iso(heldMs), count: batchSize }),
    ...(keepEndedMs > 0
      ? [() => change(statements.remove, { before: iso(-keepEndedMs), count: batchSize })]
      : []),
  ]
}

/** Runs a statement and tells listeners of the resources that it changed. */
function createChange(type: string, { sql, node, notify, emit }: LifetimeContext) {
  return async <Row extends { readonly key: string }, Name extends string>(
    { plain, told }: RecordChange<Row, Name>,
    values: Values<Name>,
  ): Promise<number> => {
    const rows = await (notify
      ? runStatement(sql, told, { ...values, node, type })
      : runStatement(sql, plain, values))
    for (const { key } of rows) emit({ type, id: key })
    return rows.length
  }
}
