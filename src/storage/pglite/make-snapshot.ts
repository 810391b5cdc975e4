/** Makes the archive that first starts begin with: a fresh, migrated database without resource tables. */
import { PGlite } from '@electric-sql/pglite'
import { migrate } from '../migrate.ts'
import { noIndexer } from '../search/index-catalog.ts'
import type { StorageRuntime } from '../storage-runtime.ts'
import { toDatabase } from './open-pglite.ts'

export async function makeSnapshot(runtime: StorageRuntime): Promise<Uint8Array> {
  const engine = await PGlite.create({ dataDir: 'memory://' })
  const database = toDatabase(engine, runtime, null)
  await migrate({ database, types: [], indexer: noIndexer, migrationsFolder: runtime.migrationsFolder })
  await engine.exec('checkpoint')
  const archive = await engine.dumpDataDir('gzip')
  const bytes = new Uint8Array(await archive.arrayBuffer())
  await database.close()
  return bytes
}
