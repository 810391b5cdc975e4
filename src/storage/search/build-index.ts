/**
 * Makes the entries of resources that have none yet, in the background: of a database of an earlier version, of new and
 * changed search parameters, and of what servers with other parameters wrote. One server at a time is at it, a batch a
 * transaction, and goes on where it was stopped.
 */
import { messageOf } from '../../kernel/errors.ts'
import type { Log } from '../../kernel/log.ts'
import type { Sql } from '../database.ts'
import { buildBatch, type Step } from './build-batch.ts'
import { drainStale } from './drain-stale.ts'
import type { IndexedType } from './index-batch.ts'
import type { SearchIndex, Unfinished } from './index-catalog.ts'
import { loadSearchIndex } from './open-index.ts'
import { waitForOlder } from './wait-for-older.ts'

export interface BuildOptions {
  readonly sql: Sql
  readonly catalog: SearchIndex
  readonly types: readonly IndexedType[]
  readonly log: Log
  /** What a batch should take: short where everybody waits for it. */
  readonly batchMs: number
  /** Called when something is complete. */
  readonly onComplete: () => void
}

export interface IndexBuild {
  /** Looks again at what there is to do; resolves when that is done, or stopped. */
  wake(): Promise<void>
  /** Resolves when a batch that is under way is done. */
  stop(): Promise<void>
}

const [firstSize, smallest, mostRows] = [20, 5, 500]
const [waitMs, retryMs, progressMs] = [1_000, 5_000, 10_000]

interface Work extends BuildOptions {
  isStopped: boolean
  /** Something has changed since the last look. */
  isAwake: boolean
  endRest: () => void
}

export function startIndexBuild(options: BuildOptions): IndexBuild {
  const work: Work = { ...options, isStopped: false, isAwake: false, endRest() {} }
  let running: Promise<void> | undefined
  const wake = (): Promise<void> => {
    work.isAwake = true
    running ??= run(work).finally(() => {
      running = undefined
    })
    return running
  }
  return {
    wake,
    async stop() {
      work.isStopped = true
      work.endRest()
      await running
    },
  }
}

async function run(work: Work): Promise<void> {
  while (work.isAwake && !work.isStopped) {
    work.isAwake = false
    try {
      await loadSearchIndex(work.sql, work.catalog)
      for (const [name, unfinished] of work.catalog.unfinished()) {
        const type = work.types.find(({ type }) => type === name)
        if (type !== undefined && !work.isStopped) await buildType(work, type, unfinished)
      }
      if (!work.isStopped) await dropFormerIndexes(work)
      if (!work.isStopped) await drainStale(work.sql, work.catalog, work.types)
    } catch (error) {
      if (work.isStopped) return
      work.log.warn('the index of searches is not complete; it goes on soon', { reason: messageOf(error) })
      work.isAwake = true
      await rest(work, retryMs)
    }
  }
}

async function buildType(work: Work, type: IndexedType, { building, numbers }: Unfinished): Promise<void> {
  const { sql, catalog, log, batchMs } = work
  const started = performance.now()
  let [done, size, told] = [0, firstSize, started]
  log.info('the index of searches is being built', { type: type.type, parameters: building })
  await waitForOlder(sql, (ms) => rest(work, ms))
  while (!work.isStopped) {
    const begun = performance.now()
    const { state, rows }: Step = await buildBatch(sql, catalog, type, { numbers, size })
    const took = performance.now() - begun
    done += rows
    if (state === 'foreign') return
    if (state === 'done') return await complete(work, type, done, started)
    if (state === 'waiting' && (await isDoneByOthers(work, type))) return
    size = Math.max(smallest, Math.min(mostRows, Math.round(size * Math.min(2, batchMs / took))))
    if (performance.now() - told > progressMs) {
      told = performance.now()
      log.info('the index of searches is being built', { type: type.type, done })
    }
    await rest(work, state === 'waiting' ? waitMs / 10 : took)
  }
}

/** Of types that an earlier version made, when all of their entries are there: writes pay for it, and nobody looks at it. */
async function dropFormerIndexes({ sql, catalog, types, log }: Work): Promise<void> {
  const unfinished = catalog.unfinished()
  let dropped = 0
  for (const { type, table } of types) {
    const former = catalog.formerIndexes(table)
    if (unfinished.has(type) || former.length === 0) continue
    try {
      const names = former.map((name) => `"${name.replaceAll('"', '""')}"`)
      await sql.unsafe(`drop index if exists ${names.join(', ')}`)
      dropped++
    } catch (error) {
      // A role that may not, or a table that is locked: the next start tries again.
      log.info('an index that is not needed any more stays for now', { type, reason: messageOf(error) })
    }
  }
  if (dropped > 0) await loadSearchIndex(sql, catalog)
}

async function isDoneByOthers({ sql, catalog }: Work, { type }: IndexedType): Promise<boolean> {
  await loadSearchIndex(sql, catalog)
  return !catalog.unfinished().has(type)
}

async function complete(work: Work, { type }: IndexedType, rows: number, started: number): Promise<void> {
  await loadSearchIndex(work.sql, work.catalog)
  work.onComplete()
  const seconds = Math.round((performance.now() - started) / 100) / 10
  work.log.info('the index of searches is complete', { type, rows, seconds })
}

/** As long as there is nothing that ends it before. */
function rest(work: Work, ms: number): Promise<void> {
  if (work.isStopped) return Promise.resolve()
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    work.endRest = () => {
      clearTimeout(timer)
      resolve()
    }
  })
}
