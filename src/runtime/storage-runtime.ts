/** Storage's needs of the machine, met with Node's modules, which Bun and Deno both have. */
import { existsSync, readFileSync, renameSync, rmSync, statfsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { StorageRuntime } from '../storage/storage-runtime.ts'
import { lockFolder } from './folder-lock.ts'
import { createMessageSocket } from './message-socket.ts'
import { runtimeName } from './process.ts'
import { unpackTar } from './tar.ts'

const migrationsFolder = fileURLToPath(new URL('../../drizzle', import.meta.url))

export const snapshotPath = join(migrationsFolder, 'pglite-snapshot.tgz')

export const storageRuntime: StorageRuntime = {
  migrationsFolder,
  createSocket: createMessageSocket,
  lockFolder,
  isFolder: existsSync,
  freeBytes,
  removeFolder: (path) => rmSync(path, { recursive: true, force: true }),
  renameFolder: renameSync,
  readSnapshot: async () => (existsSync(snapshotPath) ? new Uint8Array(readFileSync(snapshotPath)) : null),
  unpack: unpackTar,
  // Bun takes the 128 MB of the embedded database for a reason to let as much garbage grow before it looks for any.
  collectGarbage: () => void (runtimeName === 'bun' && Bun.gc(false)),
  joinPath: join,
}

function freeBytes(path: string): number {
  try {
    const { bavail, bsize } = statfsSync(path)
    return bavail * bsize
  } catch {
    return Number.POSITIVE_INFINITY
  }
}
