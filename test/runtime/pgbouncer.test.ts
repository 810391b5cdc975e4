/** PgBouncer between the server and PostgreSQL, in both of its modes that make sense. */
import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { after, before, describe, it } from 'node:test'
import { type OpenStore, openStore } from '../../src/storage/open-store.ts'
import { storedType } from '../contract/implementations.ts'
import {
  createTestDatabase,
  type TestDatabase,
  testDatabaseUrl,
  testStoreOptions,
} from '../support/open-test-store.ts'
import { bePatient } from '../support/patience.ts'
import { freePort } from '../support/tcp-proxy.ts'

await bePatient()

const program = '/usr/sbin/pgbouncer'
const skip = !testDatabaseUrl
  ? 'TEST_DATABASE_URL is not set'
  : !existsSync(program) && `there is no ${program}`
const types = [storedType('User'), storedType('Patient')]

interface Bouncer {
  readonly url: string
  stop(): Promise<void>
}

async function isListening(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  return await new Promise((resolve) => {
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
  }).then((isThere) => {
    socket.destroy()
    return isThere === true
  })
}

async function startBouncer(mode: 'session' | 'transaction', databaseUrl: string): Promise<Bouncer> {
  const folder = await mkdtemp(join(tmpdir(), 'firekeep-bouncer-'))
  const { hostname, port, username, password } = new URL(databaseUrl)
  const ownPort = await freePort()
  const users = join(folder, 'users.txt')
  const settings = join(folder, 'pgbouncer.ini')
  await writeFile(users, `"${username}" "${decodeURIComponent(password)}"\n`)
  await writeFile(
    settings,
    `[databases]
* = host=${hostname} port=${port || 5432}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${ownPort}
unix_socket_dir =
auth_type = trust
auth_file = ${users}
pool_mode = ${mode}
default_pool_size = ${mode === 'session' ? 20 : 2}
`,
  )
  await chmod(folder, 0o755)
  // It refuses to run as root.
  const user = process.getuid?.() === 0 ? ['-u', 'nobody'] : []
  const child: ChildProcess = spawn(program, [...user, settings], { stdio: 'ignore' })
  const ended = once(child, 'exit')
  while (!(await isListening(ownPort))) {
    if (child.exitCode !== null) throw new Error(`pgbouncer ended with ${child.exitCode}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  const url = new URL(databaseUrl)
  url.hostname = '127.0.0.1'
  url.port = String(ownPort)
  return {
    url: url.href,
    async stop() {
      child.kill('SIGKILL')
      await ended
      await rm(folder, { recursive: true })
    },
  }
}

for (const mode of ['session', 'transaction'] as const) {
  const title = `behind PgBouncer with pool_mode=${mode}${skip ? ` (skipped: ${skip})` : ''}`
  describe(title, { skip: skip !== false }, () => {
    let database: TestDatabase
    let bouncer: Bouncer
    let opened: OpenStore
    before(async () => {
      if (skip) return
      database = await createTestDatabase(testDatabaseUrl as string)
      bouncer = await startBouncer(mode, database.url)
      const more = mode === 'session' ? {} : { prepare: false, sessionUrl: database.url }
      opened = await openStore({
        ...testStoreOptions(types, { watchedTypes: ['User'] }),
        database: { kind: 'postgres', url: bouncer.url, ...more },
      })
    })
    after(async () => {
      await opened?.close()
      await bouncer?.stop()
      await database?.drop()
    })

    const write = (id: string) =>
      opened.store.write({ type: 'Patient', id, text: `{"id":"${id}"}`, expect: { kind: 'any' } })

    it('writes, reads and searches, also much at once', async () => {
      const ids = Array.from({ length: 40 }, (_, number) => `p${number}`)
      await Promise.all(ids.map(write))
      const read = await Promise.all(ids.map((id) => opened.store.read('Patient', id)))
      assert.ok(read.every((version) => version !== null))
      const history = await opened.store.history({ type: 'Patient', id: 'p0', count: 10 })
      assert.equal(history.versions.length, 1)
    })

    it('carries out transactions, all or nothing', async () => {
      const failed = opened.store.transaction(async ({ store }) => {
        await store.write({ type: 'Patient', id: 'undone', text: '{}', expect: { kind: 'any' } })
        throw new Error('stop')
      })
      await assert.rejects(failed, /stop/)
      assert.equal(await opened.store.read('Patient', 'undone'), null)
      await opened.store.transaction(({ store }) =>
        store.write({ type: 'User', id: 'done', text: '{}', expect: { kind: 'any' } }),
      )
      assert.notEqual(await opened.store.read('User', 'done'), null)
    })

    it('hears and is healthy', async () => {
      while (!(await opened.isHealthy())) await new Promise((resolve) => setTimeout(resolve, 20))
      const watch = opened.store.watch(() => {})
      assert.equal(watch.isTrusted(), true)
      watch.stop()
    })
  })
}
