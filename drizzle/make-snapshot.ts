/** Writes drizzle/pglite-snapshot.tgz. Run it after PGlite was updated or a migration added: `bun drizzle/make-snapshot.ts`. */
import { writeFileSync } from 'node:fs'
import { snapshotPath, storageRuntime } from '../src/runtime/storage-runtime.ts'
import { makeSnapshot } from '../src/storage/pglite/make-snapshot.ts'

const archive = await makeSnapshot(storageRuntime)
writeFileSync(snapshotPath, archive)
console.log(`${snapshotPath}: ${archive.length} bytes`)
