/** The store port over SQL. */
import type {
  DeleteOutcome,
  Expectation,
  Store,
  Version,
  Write,
  WriteOutcome,
} from '../engine/ports/store.ts'
import { AppError } from '../kernel/errors.ts'
import type { ChangeFeed } from './change-feed.ts'
import { checkNumbers } from './check-numbers.ts'
import { readAmong, readHistory } from './read-versions.ts'
import { type Execution, runStatement } from './run.ts'
import { searchResources } from './search/search-resources.ts'
import type { Searches } from './search/searches.ts'
import type { Statement, Values } from './statement.ts'
import type { StoredType } from './stored-type.ts'
import { toVersion, type VersionRow } from './to-version.ts'

export interface StoreContext {
  readonly types: ReadonlyMap<string, StoredType>
  readonly feed: ChangeFeed
}

/** How the statements of a store run, and what a transaction of it is. */
export interface StoreExecution extends Execution, Pick<Store, 'transaction'> {
  /** Of callers. Undefined inside a transaction, which has its own limit. */
  readonly searches?: Searches
}

export function createStore(context: StoreContext, execution: StoreExecution): Store {
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
          ? (await runStatement(execution.sql, statements.read, { id }))[0]
          : await readAmong(execution.sql, { table, id }, rows)
      return row === undefined ? null : toVersion(name, row)
    },
    async vread(name, id, versionId, rows) {
      const type = typeOf(name)
      const version = toTxid(versionId)
      const row =
        rows === undefined
          ? (await runStatement(execution.sql, type.statements.vread, { id, version }))[0]
          : await readAmong(execution.sql, { table: versionsTable(type), id, txid: version }, rows)
      return row === undefined ? null : toVersion(name, row)
    },
    write: (write) => writeResource(context, execution, typeOf(write.type), write),
    remove: (name, id, expect) => removeResource(context, execution, typeOf(name), { id, expect }),
    async history(plan) {
      const table = versionsTable(typeOf(plan.type))
      const { asker } = plan
      return asker === undefined || execution.searches === undefined
        ? readHistory(execution.sql, table, plan)
        : execution.searches.history(table, { ...plan, asker })
    },
    async search(plan) {
      const { table } = typeOf(plan.type)
      const { asker } = plan
      return asker === undefined || execution.searches === undefined
        ? searchResources(execution.sql, table, plan)
        : execution.searches.search(table, { ...plan, asker })
    },
    transaction: execution.transaction,
    watch: context.feed.watch,
  }
}

/** A type without a history has its current versions alone. */
function versionsTable({ table, history }: StoredType): string {
  return history ? `${table}_history` : table
}

/** A version id that is no transaction number fits none. */
function toTxid(versionId: string): string {
  return /^\d{1,18}$/.test(versionId) ? versionId : '-1'
}

/** Statements take of the values what they have a name for. */
async function runWrite<Name extends string>(
  context: StoreContext,
  execution: Execution,
  type: StoredType,
  write: {
    readonly statement: Statement<VersionRow, Name | 'id' | 'message'>
    readonly values: Values<Name | 'id'> & { readonly id: string }
  },
): Promise<Version | null> {
  const change = { type: type.type, id: write.values.id }
  const values = { ...write.values, message: type.notify ? context.feed.message(change) : null }
  const [row] = await execution.repeat(() => runStatement(execution.sql, write.statement, values))
  if (row === undefined) return null
  if (type.watched) execution.changed(change)
  return toVersion(type.type, row)
}

const writeStatement = {
  any: 'writeAny',
  absent: 'writeAbsent',
  present: 'writePresent',
  version: 'writeVersion',
} as const

/** The version that an expectation names; one that never is where it names none, so that a present one is refused. */
function expectedVersion(expect: Expectation): string {
  return expect.kind === 'version' ? toTxid(expect.versionId) : '-1'
}

async function writeResource(
  context: StoreContext,
  execution: Execution,
  type: StoredType,
  { id, text, expect }: Write,
): Promise<WriteOutcome> {
  checkNumbers(text)
  const version = await runWrite(context, execution, type, {
    statement: type.statements[writeStatement[expect.kind]],
    values: { id, body: text, version: expectedVersion(expect) },
  })
  if (version === null) return { outcome: 'refused' }
  return { outcome: version.status === 'created' ? 'created' : 'updated', version }
}

/** `absent` as an expectation of a deletion fits nothing. */
async function removeResource(
  context: StoreContext,
  execution: Execution,
  type: StoredType,
  { id, expect }: { readonly id: string; readonly expect: Expectation },
): Promise<DeleteOutcome> {
  const isConditional = expect.kind === 'version' || expect.kind === 'absent'
  const version = await runWrite(context, execution, type, {
    statement: isConditional ? type.statements.removeVersion : type.statements.removeAny,
    values: { id, version: expectedVersion(expect) },
  })
  if (version !== null) return { outcome: 'deleted', version }
  if (!isConditional) return { outcome: 'absent' }
  const current = await runStatement(execution.sql, type.statements.read, { id })
  return { outcome: current.length > 0 ? 'refused' : 'absent' }
}
