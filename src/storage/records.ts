/** The records port over SQL. */
import type { Records, StoredRecord } from '../engine/ports/records.ts'
import type { Clock } from '../kernel/clock.ts'
import { AppError } from '../kernel/errors.ts'
import type { JsonObject } from '../kernel/json.ts'
import type { ChangeFeed } from './change-feed.ts'
import type { SqlRunner } from './database.ts'
import * as statements from './record-statements.ts'
import { type Parameter, repeatOnConflict, runPrepared } from './run.ts'

export interface RecordsOptions {
  readonly sql: SqlRunner
  readonly clock: Clock
  readonly feed: Pick<ChangeFeed, 'emit' | 'message'>
  readonly node: string
  /** Kinds whose insertion and removal listeners are told of, as changes of the type `record:<kind>`. */
  readonly watchedKinds: ReadonlySet<string>
  /** Whether other processes are told too. */
  readonly notify: boolean
  /** How a statement runs that may conflict; inside a transaction the whole of it is repeated instead. */
  readonly repeat?: <T>(work: () => Promise<T>) => Promise<T>
}

interface RecordRow {
  readonly value: string
  readonly uses: number
  readonly expires_at: number | null
  readonly used_before: number | null
}

const longestKey = 1000

function toRecord(row: RecordRow): StoredRecord {
  return {
    value: JSON.parse(row.value) as JsonObject,
    uses: row.uses,
    expiresAt: row.expires_at,
    lastUsedAt: row.used_before,
  }
}

export function createRecords(options: RecordsOptions): Records {
  const { sql, clock, repeat = repeatOnConflict } = options
  const run = <Row>(text: string, parameters: Parameter[]) =>
    repeat(() => runPrepared<Row>(sql, text, [...parameters]))
  const now = () => Math.floor(clock.now())
  const first = async (text: string, parameters: Parameter[]) => {
    const [row] = await run<RecordRow>(text, parameters)
    return row === undefined ? null : toRecord(row)
  }
  const change = createChangeRunner(options, run)
  return {
    async insert(kind, key, value, { expiresAt, group }) {
      checkKey(key)
      const parameters = [kind, key, now(), JSON.stringify(value), group ?? null, whole(expiresAt)]
      return (await change.one({ kind, key, text: statements.insertRecord, parameters })) !== undefined
    },
    find: (kind, key) => first(statements.findRecord, [kind, key, now()]),
    use: (kind, key) => first(statements.useRecord, [kind, key, now()]),
    async extend(kind, key, expiresAt) {
      return (await run(statements.extendRecord, [kind, key, now(), whole(expiresAt)])).length > 0
    },
    async count(kind, key, { expiresAt }) {
      checkKey(key)
      const [row] = await run<RecordRow>(statements.countRecord, [kind, key, now(), whole(expiresAt)])
      return toRecord(row as RecordRow)
    },
    async take(kind, key) {
      const row = await change.one({ kind, key, text: statements.takeRecord, parameters: [kind, key, now()] })
      return row === undefined ? null : (JSON.parse((row as RecordRow).value) as JsonObject)
    },
    removeGroup: (kind, group) => change.group(kind, group, now()),
    async list(kind) {
      const rows = await run<{ key: string; value: string; created_at: number }>(statements.listRecords, [
        kind,
        now(),
      ])
      return rows.map((row) => ({ key: row.key, value: JSON.parse(row.value), createdAt: row.created_at }))
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

interface OneChange {
  readonly kind: string
  readonly key: string
  readonly text: string
  readonly parameters: Parameter[]
}

type Run = <Row>(text: string, parameters: Parameter[]) => Promise<Row[]>

/** Statements that listeners hear of: texts with a message are kept, so that they stay the same text. */
function createChangeRunner({ feed, node, watchedKinds, notify }: RecordsOptions, run: Run) {
  const insertWithMessage = statements.withMessage(statements.insertRecord, '$7::text')
  const takeWithMessage = statements.withMessage(statements.takeRecord, '$4::text')
  const groupMessage = `json_build_object('node', $4::text, 'type', $5::text, 'id', key)::text`
  const groupWithMessage = statements.withMessage(statements.removeRecordGroup, groupMessage)
  const told = (text: string) => (text === statements.insertRecord ? insertWithMessage : takeWithMessage)
  return {
    async one({ kind, key, text, parameters }: OneChange): Promise<object | undefined> {
      if (!watchedKinds.has(kind)) return (await run<object>(text, parameters))[0]
      const change = { type: `record:${kind}`, id: key }
      const [row] = notify
        ? await run<object>(told(text), [...parameters, feed.message(change)])
        : await run<object>(text, parameters)
      if (row !== undefined) feed.emit(change)
      return row
    },
    async group(kind: string, group: string, now: number): Promise<number> {
      const type = `record:${kind}`
      const isTold = notify && watchedKinds.has(kind)
      const rows = await run<{ key: string; live: boolean }>(
        isTold ? groupWithMessage : statements.removeRecordGroup,
        [kind, group, now, ...(isTold ? [node, type] : [])],
      )
      if (watchedKinds.has(kind)) for (const { key } of rows) feed.emit({ type, id: key })
      return rows.filter((row) => row.live).length
    },
  }
}
