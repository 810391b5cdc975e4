/** Opening a store that may not make tables: refused with what is missing, good once somebody else has made them. */
import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { createIndexer } from '../../src/engine/search/create-indexer.ts'
import { systemClock } from '../../src/kernel/clock.ts'
import { AppError } from '../../src/kernel/errors.ts'
import { silentLog } from '../../src/kernel/log.ts'
import { systemRandom } from '../../src/kernel/random.ts'
import { storageRuntime as runtime } from '../../src/runtime/storage-runtime.ts'
import { type DatabaseChoice, openStore } from '../../src/storage/open-store.ts'
import { fixtureRegistry } from '../support/engine-fixture.ts'
import { bePatient } from '../support/patience.ts'
import { openTestDatabase, type TestDatabase } from '../support/test-database.ts'

await bePatient()

describe('a store that may not make tables', () => {
  let folder = ''
  let test: TestDatabase
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'firekeep-migrate-'))
    test = await openTestDatabase()
  })
  after(async () => {
    await test.drop()
    await rm(folder, { recursive: true })
  })

  it('says what is missing, and opens when nothing is', async () => {
    const url = test.env.DATABASE_URL
    const database: DatabaseChoice =
      url === undefined ? { kind: 'pglite', dataDir: folder } : { kind: 'postgres', url }
    const { types } = fixtureRegistry
    const indexer = createIndexer(types)
    const parts = { types, indexer, log: silentLog, clock: systemClock, random: systemRandom }
    const open = (migrates: boolean, more: object = {}) =>
      openStore({ ...parts, database, runtime, migrates, ...more })
    await assert.rejects(open(false), (error) => {
      assert.ok(error instanceof AppError && error.code === 'not-migrated')
      return /table note, table note_history.*firekeep migrate/.test(error.message)
    })
    const first = await open(true)
    const text = '{"resourceType":"Note","id":"n"}'
    await first.store.write({ type: 'Note', id: 'n', text, expect: { kind: 'any' } })
    await first.close()
    const opened = await open(false)
    assert.equal(await opened.store.read('Note', 'none'), null)
    assert.deepEqual(await opened.findLeftTypes(), [])
    await opened.close()
    // Without the file of Note; types without resources are nobody's loss.
    const fewer = await open(false, { types: [] })
    assert.deepEqual(await fewer.findLeftTypes(), [{ type: 'Note', rows: 1 }])
    await fewer.close()
  })
})
