/** What was revoked elsewhere is refused within a second, also when the listening connection is cut without a word. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type OpenStore, openStore } from '../../../src/storage/open-store.ts'
import { skipPostgres, storedType } from '../../contract/implementations.ts'
import {
  createTestDatabase,
  type TestDatabase,
  testDatabaseUrl,
  testStoreOptions,
} from '../../support/open-test-store.ts'
import { bePatient } from '../../support/patience.ts'
import { openTcpProxy, type TcpProxy } from '../../support/tcp-proxy.ts'

await bePatient()

describe('a listening connection that falls silent', { skip: skipPostgres }, () => {
  let database: TestDatabase
  let proxy: TcpProxy
  let opened: OpenStore
  before(async () => {
    if (skipPostgres) return
    database = await createTestDatabase(testDatabaseUrl as string)
    const { hostname, port } = new URL(database.url)
    proxy = await openTcpProxy({ host: hostname, port: Number(port || 5432) })
    const sessionUrl = new URL(database.url)
    sessionUrl.hostname = '127.0.0.1'
    sessionUrl.port = String(proxy.port)
    const options = testStoreOptions([storedType('User')], { watchedTypes: ['User'] })
    const choice = { kind: 'postgres', url: database.url, sessionUrl: sessionUrl.href } as const
    opened = await openStore({ ...options, database: choice })
  })
  after(async () => {
    proxy?.close()
    await opened?.close()
    await database?.drop()
  })

  it('is trusted for no longer than a second, and health says so', async () => {
    const watch = opened.store.watch(() => {})
    while (!watch.isTrusted()) await new Promise((resolve) => setTimeout(resolve, 10))
    proxy.fallSilent()
    const silentAt = performance.now()
    // A slow machine looks late, and must not find trust then.
    while (performance.now() - silentAt < 1_000) await new Promise((resolve) => setTimeout(resolve, 20))
    assert.equal(watch.isTrusted(), false)
    assert.equal(await opened.isHealthy(), false)
    watch.stop()
  })
})
