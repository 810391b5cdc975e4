/** The store port over SQL. */
import type { Records } from '../engine/ports/records.ts'
import type {
  Change,
  DeleteOutcome,
  Expectation,
  Store,
  Unit,
  Version,
  Write,
  WriteOutcome,
} from '../engine/ports/store.ts'
import { AppError } from '../kernel/errors.ts'
import type { ChangeFeed } from './change-feed.ts'
import { checkNumbers } from './check-numbers.ts'
import type { Sql, SqlRunner } from './database.ts'
import { readAmong, readHistory } from './read-versions.ts'
import { type Parameter, repeatOnConflict, runPrepared } from './run.ts'
import { searchResources } from './search/search-resources.ts'
import { toVersion, type VersionRow } from './to-version.ts'
import type { TypeStatements } from './type-statements.ts'

export interface StoredType {
  readonly type: string
  readonly table: string
  readonly history: boolean
  readonly notify: boolean
  /** Whether listeners are told of its changes. */
  readonly watched: boolean
  readonly statements: TypeStatements
}

export interface StoreContext {
  readonly sql: Sql
  readonly types: ReadonlyMap<string, StoredType>
  readonly feed: ChangeFeed
  /** The records of a transaction; changes of theirs are told to `changed`. */
  readonly recordsOf: (sql: SqlRunner, changed: (change: Change) => void) => Records
}

/** How statements run: each for itself, or as part of a transaction that is repeated as a whole. */
interface Scope {
  readonly sql: SqlRunner
  repeat<T>(work: () => Promise<T>): Promise<T>
  changed(change: Change): void
  transaction<T>(work: (unit: Unit) => Promise<T>): Promise<T>
}

export function createStore(context: StoreContext): Store {
  return scopedStore(context, {
    sql: context.sql,
    repeat: repeatOnConflict,
    changed: context.feed.emit,
    transaction: (work) => runTransaction(context, work),
  })
}

/**
 * A transaction inside a transaction is part of it. The embedded database has one connection: `work` must use the
 * store and the records that it is given, because the outer ones would wait for the end of the transaction.
 */
async function runTransaction<T>(context: StoreContext, work: (unit: Unit) => Promise<T>): Promise<T> {
  const { result, changes } = await repeatOnConflict(async () => {
    const collected: Change[] = []
    const done = await context.sql.begin('isolation level repeatable read', async (sql) => {
      const changed = (change: Change) => void collected.push(change)
      const store = scopedStore(context, {
        sql,
        repeat: (once) => once(),
        changed,
        transaction: (inner) => inner(unit),
      })
      const unit: Unit = { store, records: context.recordsOf(sql, changed) }
      return { value: await work(unit) }
    })
    return { result: (done as { value: T }).value, changes: collected }
  })
  for (const change of changes) context.feed.emit(change)
  return result
}

function scopedStore(context: StoreContext, scope: Scope): Store {
  const typeOf = (name: string): StoredType => {
    const type = context.types.get(name)
    if (type === undefined) throw new AppError('not-found', 'type-unknown', `There is no type ${name}.`)
    return type
  }
  return {
    async read(name, id, rows) {
      const { table, statements } = typeOf(name)
      const row =
        rows === undefined
          ? (await runPrepared<VersionRow>(scope.sql, statements.read, [id]))[0]
          : await readAmong(scope.sql, { table, id }, rows)
      return row === undefined ? null : toVersion(name, row)
    },
    async vread(name, id, versionId, rows) {
      const type = typeOf(name)
      const txid = toTxid(versionId)
      const row =
        rows === undefined
          ? (await runPrepared<VersionRow>(scope.sql, type.statements.vread, [id, txid]))[0]
          : await readAmong(scope.sql, { table: versionsTable(type), id, txid }, rows)
      return row === undefined ? null : toVersion(name, row)
    },
    write: (write) => writeResource(context, scope, typeOf(write.type), write),
    remove: (name, id, expect) => removeResource(context, scope, typeOf(name), { id, expect }),
    history: async (plan) => readHistory(scope.sql, versionsTable(typeOf(plan.type)), plan),
    search: async (plan) => searchResources(scope.sql, typeOf(plan.type).table, plan),
    transaction: scope.transaction,
    watch: context.feed.watch,
  }
}

/** A type without a history has its current versions alone. */
function versionsTable({ table, history }: StoredType): string {
  return history ? `${table}_history` : table
}

/** A version id that is no transaction number fits none. */
export function toTxid(versionId: string): string {
  return /^\d{1,18}$/.test(versionId) ? versionId : '-1'
}

async function runWrite(
  context: StoreContext,
  scope: Scope,
  type: StoredType,
  write: { readonly text: string; readonly id: string; readonly more: readonly Parameter[] },
): Promise<Version | null> {
  const change = { type: type.type, id: write.id }
  const parameters = [write.id, ...(type.notify ? [context.feed.message(change)] : []), ...write.more]
  const [row] = await scope.repeat(() => runPrepared<VersionRow>(scope.sql, write.text, [...parameters]))
  if (row === undefined) return null
  if (type.watched) scope.changed(change)
  return toVersion(type.type, row)
}

const writeStatement = {
  any: 'writeAny',
  absent: 'writeAbsent',
  present: 'writePresent',
  version: 'writeVersion',
} as const

function expectedVersion(expect: Expectation): Parameter[] {
  return expect.kind === 'version' ? [toTxid(expect.versionId)] : []
}

async function writeResource(
  context: StoreContext,
  scope: Scope,
  type: StoredType,
  { id, text, expect }: Write,
): Promise<WriteOutcome> {
  checkNumbers(text)
  const version = await runWrite(context, scope, type, {
    text: type.statements[writeStatement[expect.kind]],
    id,
    more: [text, ...expectedVersion(expect)],
  })
  if (version === null) return { outcome: 'refused' }
  return { outcome: version.status === 'created' ? 'created' : 'updated', version }
}

/** `absent` as an expectation of a deletion fits nothing: a version that never is, so that a present one is refused. */
async function removeResource(
  context: StoreContext,
  scope: Scope,
  type: StoredType,
  { id, expect }: { readonly id: string; readonly expect: Expectation },
): Promise<DeleteOutcome> {
  const isConditional = expect.kind === 'version' || expect.kind === 'absent'
  const version = await runWrite(context, scope, type, {
    text: isConditional ? type.statements.removeVersion : type.statements.removeAny,
    id,
    more: isConditional ? [expect.kind === 'version' ? toTxid(expect.versionId) : '-1'] : [],
  })
  if (version !== null) return { outcome: 'deleted', version }
  if (!isConditional) return { outcome: 'absent' }
  const current = await runPrepared(scope.sql, type.statements.read, [id])
  return { outcome: current.length > 0 ? 'refused' : 'absent' }
}
