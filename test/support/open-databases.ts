/** Empty databases that stores are opened on several times. */
import { silentLog } from '../../src/kernel/log.ts'
import { storageRuntime } from '../../src/runtime/storage-runtime.ts'
import type { Database } from '../../src/storage/database.ts'
import { openPglite } from '../../src/storage/pglite/open-pglite.ts'
import { openPostgres } from '../../src/storage/postgres/open-postgres.ts'
import { createTestDatabase, testDatabaseUrl } from './open-test-store.ts'

export interface DatabaseOfTests {
  readonly name: string
  /** Why not. */
  readonly skip: string | false
  /** With what drops it when it is closed. */
  open(): Promise<[Database, () => Promise<void>]>
}

export const openTestDatabases: readonly DatabaseOfTests[] = [
  {
    name: 'PGlite',
    skip: false,
    async open() {
      const options = { dataDir: 'memory://', runtime: storageRuntime, log: silentLog }
      return [await openPglite(options), async () => {}]
    },
  },
  {
    name: 'PostgreSQL',
    skip: testDatabaseUrl ? false : 'TEST_DATABASE_URL is not set',
    async open() {
      const own = await createTestDatabase(testDatabaseUrl as string)
      return [openPostgres({ url: own.url, log: silentLog, poolSize: 12 }), own.drop]
    },
  },
]
