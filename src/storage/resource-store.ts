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
import type { SearchIndex } from './search/index-catalog.ts'
import type { Searches } from './search/searches.ts'
import type { Statement, Values } from './statement.ts'
import type { StoredType } from './stored-type.ts'
import { toVersion, type VersionRow } from './to-version.ts'
import { expectations, type WrittenRow } from './type-statements.ts'

export interface StoreContext {
  readonly types: ReadonlyMap<string, StoredType>
  readonly feed: ChangeFeed
  readonly catalog: SearchIndex
  readonly searches: Searches
}

/** How the statements of a store run, and what a transaction of it is. */
export interface StoreExecution extends Execution, Pick<Store, 'transaction'> {
  /** Whether callers wait for each other; not inside a transaction, which has its own limit. */
  readonly isShared: boolean
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
      return asker === undefined || !execution.isShared
        ? readHistory(execution.sql, table, plan)
        : context.searches.history(table, { ...plan, asker })
    },
    async search(plan) {
      const { table } = typeOf(plan.type)
      const { asker } = plan
      return asker === undefined || !execution.isShared
        ? context.searches.searchWith(execution.sql, table, plan)
        : context.searches.search(table, { ...plan, asker })
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

/** Null: nothing was written. */
async function runWrite<Name extends string>(
  context: StoreContext,
  execution: Execution,
  type: StoredType,
  write: {
    readonly statement: Statement<WrittenRow, Name | 'id' | 'message'>
    readonly values: Values<Exclude<Name, 'message'> | 'id'> & { readonly id: string }
  },
): Promise<Version | null> {
  const change = { type: type.type, id: write.values.id }
  const message = type.notify ? context.feed.message(change) : null
  const values = { ...write.values, message } as Values<Name | 'id' | 'message'>
  const [row] = await execution.repeat(() => runStatement(execution.sql, write.statement, values))
  if (row === undefined || !isWritten(row)) return null
  if (type.watched) execution.changed(change)
  return toVersion(type.type, row)
}

function isWritten(row: WrittenRow): row is VersionRow {
  return row.id !== null
}

/** A version that never is where the expectation names none, so that a present one is refused. */
function toExpected(expect: Expectation): string {
  if (expect.kind !== 'version') return expectations[expect.kind]
  const version = toTxid(expect.versionId)
  return version === '-1' ? expectations.never : version
}

async function writeResource(
  context: StoreContext,
  execution: Execution,
  type: StoredType,
  write: Write,
): Promise<WriteOutcome> {
  const { id, text, document, expect } = write
  checkNumbers(text)
  const { catalog } = context
  const entries =
    document !== undefined && text.length > largeText
      ? await catalog.entriesInSlices(type.type, document)
      : catalog.entriesOf(write)
  const version = await runWrite(context, execution, type, {
    statement: type.statements.write,
    values: { id, ...toBody(write), expected: toExpected(expect), ...entries },
  })
  if (version === null) return { outcome: 'refused' }
  return { outcome: version.status === 'created' ? 'created' : 'updated', version }
}

/** Characters: what takes longer than a few milliseconds to look through. */
const largeText = 256 * 1024

/** What the document says of itself in `meta` is merged with what the store says only where there is such a thing: it is dear. */
function toBody({ text, document }: Write): { readonly body: string; readonly isOpen: boolean } {
  const isOpen = document !== undefined && document.meta === undefined
  return { isOpen, body: isOpen ? `${text.slice(0, text.lastIndexOf('}'))},` : text }
}

/** `absent` as an expectation of a deletion fits nothing. */
async function removeResource(
  context: StoreContext,
  execution: Execution,
  type: StoredType,
  { id, expect }: { readonly id: string; readonly expect: Expectation },
): Promise<DeleteOutcome> {
  const isConditional = expect.kind === 'version' || expect.kind === 'absent'
  const expected = !isConditional
    ? expectations.any
    : expect.kind === 'absent'
      ? expectations.never
      : toExpected(expect)
  const version = await runWrite(context, execution, type, {
    statement: type.statements.remove,
    values: { id, expected },
  })
  if (version !== null) return { outcome: 'deleted', version }
  if (!isConditional) return { outcome: 'absent' }
  const current = await runStatement(execution.sql, type.statements.read, { id })
  return { outcome: current.length > 0 ? 'refused' : 'absent' }
}
