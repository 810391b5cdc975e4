import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import postgres from 'postgres'
import type { Change } from '../../src/engine/ports/store.ts'
import { type OpenStore, openStore } from '../../src/storage/open-store.ts'
import {
  createTestDatabase,
  type TestDatabase,
  testDatabaseUrl,
  testStoreOptions,
} from '../support/open-test-store.ts'
import { bePatient } from '../support/patience.ts'
import { skipPostgres, storedType } from './implementations.ts'

await bePatient()

const types = [storedType('User'), storedType('Patient')]
const options = testStoreOptions(types, { watchedTypes: ['User'], watchedRecordKinds: ['session'] })

/** For a machine that has much else to do. */
const slow = { timeout: 30_000 }

async function until(isSo: () => boolean | Promise<boolean>, what: string): Promise<void> {
  for (let waitedMs = 0; waitedMs < 10_000; waitedMs += 20) {
    if (await isSo()) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  assert.fail(`did not happen: ${what}`)
}

describe('several servers on one PostgreSQL', { skip: skipPostgres }, () => {
  let database: TestDatabase
  let nodes: OpenStore[] = []

  before(async () => {
    if (skipPostgres) return
    database = await createTestDatabase(testDatabaseUrl as string)
    const open = () =>
      openStore({ ...options, database: { kind: 'postgres', url: database.url, poolSize: 2 } })
    nodes = await Promise.all([open(), open(), open()])
  }, slow)
  after(async () => {
    await Promise.all(nodes.map((node) => node.close()))
    await database?.drop()
  }, slow)

  const node = (number: number) => nodes[number] as OpenStore
  const put = (on: OpenStore, type: string, id: string) =>
    on.store.write({ type, id, text: JSON.stringify({ resourceType: type, id }), expect: { kind: 'any' } })
  const listen = (on: OpenStore) => {
    const heard: (Change | null)[] = []
    return { heard, watch: on.store.watch((change) => heard.push(change)) }
  }

  it('start together on an empty database', async () => {
    await put(node(0), 'Patient', 'p')
    assert.notEqual(await node(2).store.read('Patient', 'p'), null)
  })

  it('hear of each other, of watched types only', async () => {
    const { heard, watch } = listen(node(1))
    await put(node(0), 'Patient', 'p')
    await put(node(0), 'User', 'ann')
    await node(2).store.remove('User', 'ann', { kind: 'any' })
    await node(0).records.insert('session', 's', {}, { expiresAt: null, group: 'g' })
    await node(0).records.removeGroup('session', 'g')
    await node(0).records.insert('session', 'x'.repeat(1000), {}, { expiresAt: null })
    await until(() => heard.length >= 5, 'five changes')
    watch.stop()
    assert.deepEqual(heard, [
      { type: 'User', id: 'ann' },
      { type: 'User', id: 'ann' },
      { type: 'record:session', id: 's' },
      { type: 'record:session', id: 's' },
      { type: 'record:session', id: 'x'.repeat(1000) },
    ])
  })

  it('hear of a transaction after its commit, and nothing of one that failed', async () => {
    const { heard, watch } = listen(node(1))
    await assert.rejects(
      node(0).store.transaction(async ({ store }) => {
        await store.write({ type: 'User', id: 'no', text: '{}', expect: { kind: 'any' } })
        throw new Error('stop')
      }),
    )
    await node(0).store.transaction(({ store }) =>
      store.write({ type: 'User', id: 'yes', text: '{}', expect: { kind: 'any' } }),
    )
    await until(() => heard.length > 0, 'a change')
    watch.stop()
    assert.deepEqual(heard, [{ type: 'User', id: 'yes' }])
  })

  it('trust nothing while the listening connection is away, and forget everything when it is back', async () => {
    const { heard, watch } = listen(node(1))
    const admin = postgres(database.url, { max: 1, onnotice() {} })
    assert.equal(watch.isTrusted(), true)
    await admin`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name = 'firekeep listen'`
    await until(() => !watch.isTrusted(), 'distrust')
    assert.deepEqual(heard, [])
    await until(() => watch.isTrusted(), 'trust')
    assert.deepEqual(heard, [null])
    await put(node(0), 'User', 'after')
    await until(() => heard.length === 2, 'a change')
    assert.deepEqual(heard[1], { type: 'User', id: 'after' })
    watch.stop()
    await admin.end()
  })

  it('serve again after all their connections were cut', async () => {
    const admin = postgres(database.url, { max: 1, onnotice() {} })
    await admin`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`
    await admin.end()
    await until(() => node(0).isHealthy(), 'health')
    // What meets a connection before the news of its end does fails once more.
    await until(
      async () =>
        await node(0)
          .store.read('Patient', 'p')
          .then(Boolean, () => false),
      'a read',
    )
    assert.notEqual(await node(0).store.read('Patient', 'p'), null)
  })
})

describe('a PostgreSQL that cannot be reached', () => {
  it('is a transient error without the password', async () => {
    const database = { kind: 'postgres', url: 'postgres://user:pass-word@127.0.0.1:1/none' } as const
    await assert.rejects(openStore({ ...options, database }), (error: Error & { category?: string }) => {
      assert.equal(error.category, 'transient')
      assert.doesNotMatch(`${error.message} ${error.cause}`, /pass-word/)
      return true
    })
  })
})
