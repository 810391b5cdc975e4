import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { silentLog } from '../../src/kernel/log.ts'
import { storageRuntime } from '../../src/runtime/storage-runtime.ts'
import { openStoreOn } from '../../src/storage/open-store.ts'
import { openMemory, toDatabase } from '../../src/storage/pglite/open-pglite.ts'
import { testStoreOptions } from '../support/open-test-store.ts'
import { bePatient } from '../support/patience.ts'
import { storedType } from './implementations.ts'

await bePatient()

describe('a database that a newer version has changed', () => {
  it('is refused with words, whether this one may make tables or not', async () => {
    const options = testStoreOptions([storedType('Patient')])
    const engine = await openMemory({ runtime: storageRuntime, log: silentLog })
    const open = (migrates: boolean) =>
      openStoreOn(toDatabase(engine, storageRuntime, null), { ...options, migrates })
    await open(true)
    await engine.exec(`insert into firekeep_migration (hash, created_at) values ('later', 9999999999999)`)
    for (const migrates of [true, false])
      await assert.rejects(open(migrates), {
        code: 'database-newer',
        message: /newer version .*9999999999999/,
      })
    await engine.close()
  })
})
