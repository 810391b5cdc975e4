/** The records port over SQL. */
import type { Records, StoredRecord } from '../engine/ports/records.ts'
import type { Clock } from '../kernel/clock.ts'
import { AppError } from '../kernel/errors.ts'
import type { JsonObject } from '../kernel/json.ts'
import type { ChangedRow, RecordChange, RecordRow } from './record-statements.ts'
import * as statements from './record-statements.ts'
import { type Execution, runStatement } from './run.ts'
import type { Statement, Values } from './statement.ts'

export interface RecordsContext {
  readonly clock: Clock
  /** Who sends the messages to other processes. */
  readonly node: string
  /** Kinds whose insertion and removal listeners are told of, as changes of the type `record:<kind>`. */
  readonly watchedKinds: ReadonlySet<string>
  /** Whether other processes are told too. */
  readonly notify: boolean
}

const longestKey = 1000

function toRecord([row]: readonly RecordRow[]): StoredRecord | null {
  if (row === undefined) return null
  return { value: parse(row.value), uses: row.uses, expiresAt: row.expires_at, lastUsedAt: row.used_before }
}

/** What `insert` was given. */
function parse(text: string): JsonObject {
  return JSON.parse(text) as JsonObject
}

export function createRecords(context: RecordsContext, execution: Execution): Records {
  const run: Run = (statement, values) =>
    execution.repeat(() => runStatement(execution.sql, statement, values))
  const now = () => Math.floor(context.clock.now())
  const change = createChangeRunner(context, execution, run)
  return {
    async insert(kind, key, value, { expiresAt, group }) {
      checkKey(key)
      const rest = { value: JSON.stringify(value), group: group ?? null, expiresAt: whole(expiresAt) }
      const rows = await change(statements.insertRecord, { kind, key, now: now(), ...rest })
      return rows.length > 0
    },
    async find(kind, key) {
      return toRecord(await run(statements.findRecord, { kind, key, now: now() }))
    },
    async use(kind, key) {
      return toRecord(await run(statements.useRecord, { kind, key, now: now() }))
    },
    async exchange(kind, key, { kind: newKind, key: newKey, value, options: { expiresAt, group } }) {
      checkKey(newKey)
      if (context.watchedKinds.has(newKind)) throw new Error(`Nobody would be told of a new ${newKind}`)
      const made = { newKind, newKey, value: JSON.stringify(value), group: group ?? null }
      const values = { kind, key, now: now(), ...made, expiresAt: whole(expiresAt) }
      return toRecord(await run(statements.exchangeRecord, values))
    },
    async extend(kind, key, expiresAt) {
      const values = { kind, key, now: now(), expiresAt: whole(expiresAt) }
      return (await run(statements.extendRecord, values)).length > 0
    },
    async count(kind, key, { expiresAt }) {
      checkKey(key)
      const values = { kind, key, now: now(), expiresAt: whole(expiresAt) }
      return toRecord(await run(statements.countRecord, values)) as StoredRecord
    },
    async takeSlot(kind, key, { slots, refillMs, group }) {
      checkKey(key)
      const values = { kind, key, now: now(), slots, refillMs: whole(refillMs), group: group ?? null }
      const [row] = await run(statements.takeSlot, values)
      return row?.uses ?? null
    },
    async giveBack(kind, key) {
      await run(statements.giveBackSlot, { kind, key, now: now() })
    },
    async take(kind, key) {
      const [row] = await change(statements.takeRecord, { kind, key, now: now() })
      return row === undefined ? null : parse(row.value)
    },
    async removeGroup(kind, group) {
      const rows = await change(statements.removeRecordGroup, { kind, group, now: now() })
      return rows.filter((row) => row.live).length
    },
    async list(kind) {
      const rows = await run(statements.listRecords, { kind, now: now() })
      return rows.map((row) => ({
        ...{ key: row.key, value: parse(row.value), uses: row.uses },
        ...{ createdAt: row.created_at, lastUsedAt: row.last_used_at },
      }))
    },
  }
}

/** Milliseconds may come with a fraction; the columns are whole. */
function whole(ms: number | null): number | null {
  return ms === null ? null : Math.floor(ms)
}

function checkKey(key: string): void {
  if (key.length > longestKey)
    throw new AppError('invalid', 'key-too-long', 'The key of a record is too long.')
}

type Run = <Row, Name extends string>(statement: Statement<Row, Name>, values: Values<Name>) => Promise<Row[]>

/** Statements that listeners hear of. */
function createChangeRunner({ node, watchedKinds, notify }: RecordsContext, execution: Execution, run: Run) {
  return async <Row extends ChangedRow, Name extends string>(
    { plain, told }: RecordChange<Row, Name>,
    values: Values<Name> & { readonly kind: string },
  ): Promise<Row[]> => {
    if (!watchedKinds.has(values.kind)) return run(plain, values)
    const type = `record:${values.kind}`
    const rows = await (notify ? run(told, { ...values, node, type }) : run(plain, values))
    for (const { key } of rows) execution.changed({ type, id: key })
    return rows
  }
}
