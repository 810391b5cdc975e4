/**
 * Opens the embedded database: PGlite behind an in-memory socket, so that the same client and the same SQL serve both
 * databases. It has one connection; its files belong to one process.
 */
import { PGlite } from '@electric-sql/pglite'
import postgres from 'postgres'
import { AppError, messageOf } from '../../kernel/errors.ts'
import type { Log } from '../../kernel/log.ts'
import type { Database, Sql } from '../database.ts'
import type { AnswerMessage, FolderLock, StorageRuntime } from '../storage-runtime.ts'
import { createRunner } from './run-messages.ts'

const inMemory = 'memory://'

/** 16 MiB of shared buffers instead of 128: the server's memory falls by half and reads are as fast. */
const startParams = [...PGlite.defaultStartParams, '-c', 'shared_buffers=16MB']

/** Asked of the database, about 400 reads: then the runtime is told. The first time is after the opening, which leaves much. */
const bytesOfGarbage = 64 * 1024

/** A segment of the write-ahead log has 16 MB, and one is made before the last is full. */
const fewMb = 32

export interface PgliteOptions {
  /** A folder, made when missing, or `memory://`, which keeps nothing. */
  readonly dataDir: string
  readonly runtime: StorageRuntime
  readonly log: Log
}

export async function openPglite(options: PgliteOptions): Promise<Database> {
  if (options.dataDir === inMemory)
    return toDatabase(await openMemory(options), options.runtime, null, options.log)
  const lock = options.runtime.lockFolder(options.dataDir)
  try {
    return toDatabase(await openFolder(options), options.runtime, lock, options.log)
  } catch (error) {
    lock.release()
    throw error
  }
}

/** From the snapshot, or from nothing when it does not fit. */
export async function openMemory({ runtime, log }: Omit<PgliteOptions, 'dataDir'>): Promise<PGlite> {
  const snapshot = await runtime.readSnapshot()
  if (snapshot !== null) {
    try {
      return await PGlite.create({ dataDir: inMemory, loadDataDir: new Blob([snapshot]), startParams })
    } catch (error) {
      logUnfit(log, error)
    }
  }
  return PGlite.create({ dataDir: inMemory, startParams })
}

/** A new folder gets its name only when it is complete, so that a killed first start leaves nothing half-made. */
async function openFolder(options: PgliteOptions): Promise<PGlite> {
  const { runtime, log } = options
  const folder = runtime.joinPath(options.dataDir, 'database')
  if (runtime.isFolder(folder)) return openExisting(folder, runtime)
  const draft = runtime.joinPath(options.dataDir, 'database.new')
  runtime.removeFolder(draft)
  const snapshot = await runtime.readSnapshot()
  if (snapshot !== null) {
    try {
      runtime.unpack(snapshot, draft)
      runtime.renameFolder(draft, folder)
      return await PGlite.create({ dataDir: folder, startParams })
    } catch (error) {
      logUnfit(log, error)
      runtime.removeFolder(draft)
      runtime.removeFolder(folder)
    }
  }
  const fresh = await PGlite.create({ dataDir: draft, startParams })
  await fresh.close()
  runtime.renameFolder(draft, folder)
  return openExisting(folder, runtime)
}

async function openExisting(folder: string, runtime: StorageRuntime): Promise<PGlite> {
  try {
    return await PGlite.create({ dataDir: folder, startParams })
  } catch (cause) {
    const freeMb = Math.floor(runtime.freeBytes(folder) / 2 ** 20)
    const hint = freeMb < fewMb ? ` Its disk has only ${freeMb} MB left: make room and start again.` : ''
    const message = `The embedded database in ${folder} cannot be opened.${hint}`
    throw new AppError('exception', 'data-folder-unreadable', message, { cause })
  }
}

function logUnfit(log: Log, error: unknown): void {
  log.warn('the database snapshot does not fit; making a new database takes some seconds', {
    reason: messageOf(error),
  })
}

export function toDatabase(
  engine: PGlite,
  runtime: StorageRuntime,
  lock: FolderLock | null,
  log?: Log,
): Database {
  const run = createRunner(engine, log)
  let asked = bytesOfGarbage
  const answer: AnswerMessage = (message, reply) => {
    asked += message.length
    if (asked > bytesOfGarbage) {
      asked = 0
      runtime.collectGarbage()
    }
    return run(message, reply)
  }
  const connect = (): Sql =>
    postgres({
      socket: () => runtime.createSocket(answer),
      host: 'embedded',
      user: 'postgres',
      database: 'postgres',
      max: 1,
      ssl: false,
      fetch_types: false,
      max_lifetime: null,
      idle_timeout: undefined,
      onnotice() {},
    } as unknown as postgres.Options<Record<string, never>>) as unknown as Sql
  const sql = connect()
  return {
    sql,
    searches: { sql, size: 4, inSlices: true },
    isUp: () => true,
    connectOnce: connect,
    listen: null,
    async close() {
      await sql.end({ timeout: 5 })
      await engine.close()
      lock?.release()
    },
  }
}
