/** Whether a statement costs as much after millions of them, on both databases. */
import { silentLog } from '../../src/kernel/log.ts'
import { storageRuntime } from '../../src/runtime/storage-runtime.ts'
import { openPglite } from '../../src/storage/pglite/open-pglite.ts'
import { openPostgres } from '../../src/storage/postgres/open-postgres.ts'
import type { Command } from '../command-line.ts'
import { openPostgresServer } from '../postgres-server.ts'
import { soakStatements } from '../soak-statements.ts'

/** The embedded database has one connection, and what grows there grows with each statement. */
const embeddedShare = 4
const embeddedResidentMb = 350

export const soak: Command = {
  name: 'soak',
  text: `Whether a statement costs as much after millions of them; the exit code is 1 when it does not.
Plain reads through the server's own pool, in this process, on the embedded database and on PostgreSQL.`,
  options: {
    statements: { value: '<n>', text: 'in thousands, default 2000' },
    concurrency: { value: '<n>', text: 'statements under way at once, default 32' },
  },
  async run(words, running) {
    const statements = words.count('statements', 2000) * 1000
    const concurrency = words.count('concurrency', 32)
    const server = await openPostgresServer()
    running.onStop(server.close)
    // The embedded one first: its memory is to be measured in a process that has done nothing else.
    const embedded = await soakStatements({
      title: 'soak, embedded',
      database: await openPglite({ dataDir: 'memory://', runtime: storageRuntime, log: silentLog }),
      ...{ statements: Math.ceil(statements / embeddedShare), concurrency, residentMb: embeddedResidentMb },
    })
    const url = await server.createDatabase('bench_soak')
    const pool = await soakStatements({
      title: 'soak, PostgreSQL',
      database: openPostgres({ url, log: silentLog }),
      ...{ statements, concurrency },
    })
    if (!embedded.isFlat || !pool.isFlat) process.exitCode = 1
    return [embedded.report, pool.report]
  },
}
