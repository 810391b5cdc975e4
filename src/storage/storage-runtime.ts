/** What storage needs of the machine it runs on: files and sockets. Implemented in runtime/storage-runtime.ts. */

/** The exclusive hold on a data folder. */
export interface FolderLock {
  release(): void
}

export interface StorageRuntime {
  /** Absolute path of the folder with drizzle's migrations. */
  readonly migrationsFolder: string
  /** A Node-style duplex stream over a function that answers protocol messages; what postgres.js takes for a socket. */
  createSocket(answer: (message: Uint8Array) => Promise<Uint8Array>): unknown
  /** Makes the folder when it is missing and holds it. Throws AppError `data-folder-in-use`. */
  lockFolder(folder: string): FolderLock
  isFolder(path: string): boolean
  removeFolder(path: string): void
  renameFolder(from: string, to: string): void
  /** The gzipped tar of a fresh database folder, null when it is not shipped. */
  readSnapshot(): Promise<Uint8Array<ArrayBuffer> | null>
  /** Unpacks a gzipped tar into a folder that does not exist yet. */
  unpack(archive: Uint8Array, folder: string): void
  joinPath(...parts: string[]): string
}
