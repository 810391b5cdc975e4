/** What storage needs of the machine it runs on: files and sockets. Implemented in runtime/storage-runtime.ts. */

/** The exclusive hold on a data folder. */
export interface FolderLock {
  release(): void
}

/** Calls `reply` with what the database says, piece by piece; each is to be copied, its memory is the database's. */
export type AnswerMessage = (message: Uint8Array, reply: (bytes: Uint8Array) => void) => Promise<void>

export interface StorageRuntime {
  /** Absolute path of the folder with drizzle's migrations. */
  readonly migrationsFolder: string
  /** A Node-style duplex stream over a function that answers protocol messages; what postgres.js takes for a socket. */
  createSocket(answer: AnswerMessage): unknown
  /** Makes the folder when it is missing and holds it. Throws AppError `data-folder-in-use`. */
  lockFolder(folder: string): FolderLock
  isFolder(path: string): boolean
  /** What is left on the disk of a folder; infinite where that cannot be known. */
  freeBytes(path: string): number
  removeFolder(path: string): void
  renameFolder(from: string, to: string): void
  /** The gzipped tar of a fresh database folder, null when it is not shipped. */
  readSnapshot(): Promise<Uint8Array<ArrayBuffer> | null>
  /** Unpacks a gzipped tar into a folder that does not exist yet. */
  unpack(archive: Uint8Array, folder: string): void
  /** Asks for memory back soon, without a pause; where the runtime sees by itself when that is due, nothing happens. */
  collectGarbage(): void
  joinPath(...parts: string[]): string
}
