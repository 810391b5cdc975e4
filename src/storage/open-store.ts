/** Opens the store and the records on PostgreSQL or on the embedded database: the same SQL through the same client. */

import type { Records } from '../engine/ports/records.ts'
import type { Indexer } from '../engine/ports/search-index.ts'
import type { Store } from '../engine/ports/store.ts'
import type { Clock } from '../kernel/clock.ts'
import { messageOf } from '../kernel/errors.ts'
import type { Log } from '../kernel/log.ts'
import type { Random } from '../kernel/random.ts'
import type { ResourceType } from '../schema/registry.ts'
import { parseSearchPath } from '../schema/search-path.ts'
import { createChangeFeed } from './change-feed.ts'
import { checkMigrated } from './check-migrated.ts'
import type { Database, Listener, Sql } from './database.ts'
import { findLeftTypes, type LeftType } from './left-tables.ts'
import { createLifetimeSteps } from './lifetimes.ts'
import { migrate } from './migrate.ts'
import { openPglite } from './pglite/open-pglite.ts'
import { openPostgres, type PostgresOptions } from './postgres/open-postgres.ts'
import { removeExpiredRecords, startPurge } from './purge.ts'
import { startIndexBuild } from './search/build-index.ts'
import { checkIndex, type IndexCheck, type IndexReport } from './search/check-index.ts'
import type { Unfinished } from './search/index-catalog.ts'
import { openSearchIndex } from './search/open-index.ts'
import { createSearches } from './search/searches.ts'
import { toAppError } from './sql-error.ts'
import type { StorageRuntime } from './storage-runtime.ts'
import { toStoredTypes } from './stored-type.ts'
import { changeChannel } from './type-statements.ts'
import { createUnit } from './unit-of-work.ts'
import { indexChange } from './write-functions.ts'

export type DatabaseChoice =
  | ({ readonly kind: 'postgres' } & Omit<PostgresOptions, 'log'>)
  /** `dataDir`: a folder, or `memory://`, which keeps nothing. */
  | { readonly kind: 'pglite'; readonly dataDir: string }

/** What storage looks at of a resource type. */
export type StorableType = Pick<ResourceType, 'type' | 'table' | 'history' | 'search' | 'lifetime'>

export interface StoreOptions {
  readonly types: readonly StorableType[]
  readonly log: Log
  readonly clock: Clock
  readonly random: Random
  readonly runtime: StorageRuntime
  /** Types whose changes are told to `watch`: those that somebody caches. */
  readonly watchedTypes?: readonly string[]
  /** Kinds of records whose insertion and removal are told, as changes of the type `record:<kind>`. */
  readonly watchedRecordKinds?: readonly string[]
  /** What documents are found by. */
  readonly indexer: Indexer
  /** Whether tables are made and changed at the opening; otherwise it is refused where some are missing. Default true. */
  readonly migrates?: boolean
  /** After which a transaction whose work does not end is undone; default 10,000. */
  readonly transactionLimitMs?: number
  /** How long resources that have ended stay, such as sessions; default 30 days, 0: for ever. */
  readonly keepEndedMs?: number
}

/** Whether differences are mended, and who hears how far it is. */
export type CheckOptions = Pick<IndexCheck, 'repair' | 'onProgress'>

export interface OpenStore {
  readonly store: Store
  readonly records: Records
  /** What is done every minute: ends and removes what is due. Returns how many resources and records that were. */
  purge(): Promise<number>
  /** Whether the database answers; known within a second, whatever else it has to do. */
  isHealthy(): Promise<boolean>
  /** Types that have stored resources, and that this server does not know. */
  findLeftTypes(): Promise<readonly LeftType[]>
  /** Types with search parameters that no index serves yet; searches look at the documents then. */
  unfinishedIndex(): ReadonlyMap<string, Unfinished>
  /** Resolves when what was to be built at the opening is. */
  indexIsBuilt(): Promise<void>
  /** One type after the other, when nothing is built any more; see search/check-index.ts. */
  checkIndex(
    options: Pick<CheckOptions, 'repair' | 'onProgress'>,
  ): AsyncGenerator<IndexReport, void, undefined>
  close(): Promise<void>
}

/**
 * Migrates and opens. Throws AppError `data-folder-in-use` for a folder that another process holds, and `transient` when
 * the database cannot be reached; an Error with the path's name for a search path that is not understood.
 */
export async function openStore(
  options: StoreOptions & { readonly database: DatabaseChoice },
): Promise<OpenStore> {
  checkSearchPaths(options.types)
  const { database: choice, log, runtime } = options
  const database =
    choice.kind === 'postgres'
      ? openPostgres({ ...choice, log })
      : await openPglite({ ...choice, log, runtime })
  try {
    return await openStoreOn(database, options)
  } catch (error) {
    await database.close().catch(() => {})
    throw toAppError(error)
  }
}

const usualKeepEndedMs = 30 * 24 * 60 * 60_000

/** The same over a database that is open already; `close` closes it. */
export async function openStoreOn(database: Database, options: StoreOptions): Promise<OpenStore> {
  const { log, clock, random, types, indexer } = options
  const bring = options.migrates === false ? checkMigrated : migrate
  await bring({ database, types, indexer, migrationsFolder: options.runtime.migrationsFolder })
  const node = random.uuid()
  const feed = createChangeFeed(node, log)
  const listener = (await database.listen?.(changeChannel, feed.handlers)) ?? null
  if (listener !== null) feed.attach(listener)
  const hasOthers = listener !== null
  const catalog = await openSearchIndex(database.sql, indexer, types)
  const { keepEndedMs = usualKeepEndedMs } = options
  const lifetimes = {
    sql: database.sql,
    catalog,
    clock,
    node,
    notify: hasOthers,
    emit: feed.emit,
    keepEndedMs,
  }
  const purge = startPurge(
    [
      removeExpiredRecords(database.sql, clock),
      ...types.flatMap((type) => createLifetimeSteps(type, lifetimes)),
    ],
    log,
  )
  const build = startIndexBuild({
    ...{ sql: database.sql, catalog, types, log },
    batchMs: database.searches.inSlices ? 15 : 100,
    onComplete: () =>
      void (hasOthers && tellOthers(database.sql, feed.message({ type: indexChange, id: '' }))),
  })
  feed.watch((change) => {
    if (hasOthers && (change === null || change.type === indexChange)) void build.wake()
  })
  const built = build.wake()
  const unit = createUnit({
    sql: database.sql,
    searches: createSearches(database.searches, catalog),
    feed,
    catalog,
    clock,
    node,
    notify: hasOthers,
    types: toStoredTypes(types, { watchedTypes: options.watchedTypes, hasOthers }),
    watchedKinds: new Set(options.watchedRecordKinds),
    transactionLimitMs: options.transactionLimitMs ?? 10_000,
  })
  return {
    ...unit,
    purge: purge.run,
    isHealthy: () => isHealthy(database, listener),
    findLeftTypes: () => findLeftTypes(database.sql, types),
    unfinishedIndex: () => catalog.unfinished(),
    indexIsBuilt: () => built,
    async *checkIndex(how) {
      await build.wake()
      for (const type of types) yield await checkIndex({ sql: database.sql, catalog, ...how }, type)
    },
    async close() {
      await build.stop()
      await purge.stop()
      await listener?.close()
      await database.close()
    },
  }
}

function tellOthers(sql: Sql, message: string): Promise<unknown> {
  return sql.unsafe('select pg_notify($1, $2)', [changeChannel, message]).catch(() => {})
}

/** So that a path nobody understands stops the start, and not the first search. */
export function checkSearchPaths(types: readonly StorableType[]): void {
  for (const { type, search } of types) {
    for (const { path } of search.values()) {
      try {
        parseSearchPath(path, type)
      } catch (error) {
        throw new Error(`Search path of ${type} not understood: ${messageOf(error)}`)
      }
    }
  }
}

const healthWithinMs = 1_000

/** The listening connection asks all the time, beside the pool: what it hears is not held up by slow statements. */
async function isHealthy({ sql, isUp }: Database, listener: Listener | null): Promise<boolean> {
  if (listener !== null) return listener.isConnected() && isUp()
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), healthWithinMs)
  })
  const answered = sql.unsafe('select 1').then(
    () => true,
    () => false,
  )
  return await Promise.race([answered, late]).finally(() => clearTimeout(timer))
}
