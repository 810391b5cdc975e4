import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { after, before, describe, it } from 'node:test'
import { generateDrizzleJson, generateMigration } from 'drizzle-kit/api'
import * as schema from '../../drizzle/schema.ts'
import type { Indexer } from '../../src/engine/ports/search-index.ts'
import { silentLog } from '../../src/kernel/log.ts'
import { storageRuntime } from '../../src/runtime/storage-runtime.ts'
import type { Database } from '../../src/storage/database.ts'
import { migrate } from '../../src/storage/migrate.ts'
import { openPglite } from '../../src/storage/pglite/open-pglite.ts'
import { openPostgres } from '../../src/storage/postgres/open-postgres.ts'
import { noIndexer } from '../../src/storage/search/index-catalog.ts'
import { createTestDatabase, testDatabaseUrl } from '../support/open-test-store.ts'
import { bePatient } from '../support/patience.ts'
import { skipPostgres } from './implementations.ts'

await bePatient()

const { migrationsFolder } = storageRuntime
const types = [
  { type: 'Patient', table: 'patient', history: true },
  { type: 'Session', table: 'session', history: false },
]

/** Patients have entries of each kind. */
const indexer: Indexer = {
  ...noIndexer,
  parametersOf: (type) =>
    type === 'Patient'
      ? (['key', 'span', 'number'] as const).map((kind) => ({ name: kind, kind, fingerprint: '1' }))
      : [],
}

/** Everything that is described, those of two resource types included. */
function describedTables(): Record<string, unknown> {
  const [patient, session] = types.map(({ table, history }) => schema.resourceTables(table, { history }))
  const { key, span, number } = schema.indexTables('patient')
  return {
    ...{ ...schema, patient: patient?.current, patientHistory: patient?.history, session: session?.current },
    ...{ key, span, number, sessionKey: schema.indexTables('session').key },
  }
}

async function readSnapshot(): Promise<ReturnType<typeof generateDrizzleJson>> {
  const names = (await readdir(`${migrationsFolder}/meta`)).filter((name) => name.endsWith('_snapshot.json'))
  return JSON.parse(await readFile(`${migrationsFolder}/meta/${names.sort().at(-1)}`, 'utf8'))
}

/** Columns with their types, indexes with their definitions, sequences: what the database has of a description. */
async function readDatabase({ sql }: Database): Promise<unknown> {
  const rows = await sql.unsafe<{ line: string }[]>(`
    select format('%s %s %s %s collate %s default %s', table_name, column_name, data_type,
      case is_nullable when 'NO' then 'not null' end, collation_name, column_default) as line
    from information_schema.columns where table_schema = 'public' and table_name <> 'firekeep_migration'
    union all
    select indexdef from pg_indexes where schemaname = 'public' and tablename <> 'firekeep_migration'
    union all
    select format('%s %s %s %s', sequence_name, data_type, minimum_value, maximum_value)
    from information_schema.sequences
    where sequence_schema = 'public' and sequence_name not like 'firekeep_migration%'
    order by 1`)
  return rows.map(({ line }) => line)
}

/** As drizzle-kit makes it, from nothing. */
async function makeByDrizzleKit({ sql }: Database): Promise<void> {
  await sql.unsafe('drop schema public cascade')
  await sql.unsafe('create schema public')
  const statements = await generateMigration(generateDrizzleJson({}), generateDrizzleJson(describedTables()))
  for (const statement of statements) await sql.unsafe(statement)
}

describe('the description of the tables', () => {
  it('is what the migrations make: drizzle-kit finds nothing to add', async () => {
    assert.deepEqual(await generateMigration(await readSnapshot(), generateDrizzleJson(schema)), [])
  })

  it('would be missed: drizzle-kit makes a statement of a new table', async () => {
    const more = { ...schema, more: schema.resourceTables('more', { history: false }).current }
    const statements = await generateMigration(await readSnapshot(), generateDrizzleJson(more))
    assert.match(statements.join('\n'), /CREATE TABLE "more"/)
  })
})

const databases = [
  {
    name: 'PGlite',
    skip: false,
    async open() {
      return openPglite({ dataDir: 'memory://', runtime: storageRuntime, log: silentLog })
    },
  },
  {
    name: 'PostgreSQL',
    skip: skipPostgres,
    async open() {
      const own = await createTestDatabase(testDatabaseUrl as string)
      const database = openPostgres({ url: own.url, log: silentLog, poolSize: 1 })
      return {
        ...database,
        async close() {
          await database.close()
          await own.drop()
        },
      }
    },
  },
]

for (const { name, skip, open } of databases) {
  describe(`a migrated database on ${name}`, { skip }, () => {
    let database: Database
    before(async () => {
      if (!skip) database = await open()
    })
    after(async () => {
      if (!skip) await database.close()
    })

    it('has the tables of the core and of resource types as they are described', async () => {
      await migrate({ database, types, indexer, migrationsFolder })
      const migrated = await readDatabase(database)
      await makeByDrizzleKit(database)
      assert.deepEqual(migrated, await readDatabase(database))
      assert.match(String(migrated), /patient_history resource jsonb not null/)
    })
  })
}
