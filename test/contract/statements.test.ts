import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { silentLog } from '../../src/kernel/log.ts'
import { storageRuntime } from '../../src/runtime/storage-runtime.ts'
import type { Database } from '../../src/storage/database.ts'
import { type OpenStore, openStoreOn } from '../../src/storage/open-store.ts'
import { openPglite } from '../../src/storage/pglite/open-pglite.ts'
import { openPostgres } from '../../src/storage/postgres/open-postgres.ts'
import { createTestDatabase, testDatabaseUrl, testStoreOptions } from '../support/open-test-store.ts'
import { bePatient } from '../support/patience.ts'
import { skipPostgres, storedType } from './implementations.ts'

await bePatient()

const gender = { name: 'gender', type: 'token', path: 'gender' } as const
const patient = storedType('Patient', { search: [gender] })
const types = [patient, storedType('Session', { history: false })]
const options = testStoreOptions(types)

async function useEverything(database: Database): Promise<OpenStore> {
  const opened = await openStoreOn(database, options)
  const { store, records } = opened
  for (let round = 0; round < 3; round++) {
    const text = `{"resourceType":"Patient","id":"p","gender":"g${round}"}`
    await store.write({ type: 'Patient', id: 'p', text, expect: { kind: 'any' } })
    await store.read('Patient', 'p')
    await records.insert('code', `k${round}`, {}, { expiresAt: null })
    await records.use('code', 'k0')
  }
  return opened
}

/** One prepared statement for each text, whatever the values and however often. */
async function checkPrepared(database: Database): Promise<void> {
  const prepared = await database.sql.unsafe<{ statement: string }[]>(
    'select statement from pg_prepared_statements',
  )
  for (const start of [
    /^select .* from "patient"/s,
    /^select .* from "patient_write"/,
    /^insert into "firekeep_rec/,
    /^update "firekeep_rec/,
  ]) {
    assert.equal(prepared.filter(({ statement }) => start.test(statement)).length, 1, String(start))
  }
}

async function checkTables(database: Database): Promise<void> {
  const rows = await database.sql.unsafe<{ name: string; columns: string }[]>(`
    select table_name as name, string_agg(column_name || ' ' || udt_name, ', ' order by ordinal_position) as columns
    from information_schema.columns where table_schema = 'public' and table_name ~ '^(patient|session)'
    group by 1 order by 1`)
  const columns =
    'id text, txid int8, cts timestamptz, ts timestamptz, resource_type text, status text, resource jsonb'
  const current = `${columns}, keys _text`
  const key = 'v text, id text'
  assert.deepEqual(Object.fromEntries(rows.map((row) => [row.name, row.columns])), {
    ...{ patient: current, patient_history: columns, patient_key: key, session: current, session_key: key },
  })
}

async function check(database: Database): Promise<void> {
  const opened = await useEverything(database)
  await checkPrepared(database)
  await checkTables(database)
  await opened.close()
}

describe('hot statements are prepared, tables are as documented', () => {
  it('on PGlite, from the snapshot', async () => {
    const warnings: string[] = []
    const log = { ...silentLog, warn: (message: string) => warnings.push(message) }
    const database = await openPglite({ dataDir: 'memory://', runtime: storageRuntime, log })
    assert.deepEqual(warnings, [])
    await check(database)
  })

  it('on PostgreSQL', { skip: skipPostgres }, async () => {
    const own = await createTestDatabase(testDatabaseUrl as string)
    const database = openPostgres({ url: own.url, log: silentLog, poolSize: 1 })
    await check(database)
    await own.drop()
  })
})
