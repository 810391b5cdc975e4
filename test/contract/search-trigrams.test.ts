/** Parts of texts where a database has pg_trgm: by its index, and the same as without. */
import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import postgres from 'postgres'
import { createIndexer } from '../../src/engine/search/create-indexer.ts'
import { parseCondition } from '../../src/engine/search/parse-condition.ts'
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

const type = storedType('Thing', {
  search: [
    { name: 'name', type: 'string', path: 'name' },
    { name: 'note', type: 'string', path: 'note' },
  ],
})
const options = { baseUrl: 'http://fire.test', now: 0 }
const queries = ['n7', 'ame 12', 'AME 1', '%', '_', 'é', 'far away', 'none of it', 'zz', 'ame 1,far away']

/** Whether pg_trgm can be had. */
async function skipTrigrams(): Promise<string | false> {
  if (skipPostgres) return skipPostgres
  const sql = postgres(testDatabaseUrl as string, { max: 1 })
  try {
    const rows = await sql`select from pg_available_extensions where name = 'pg_trgm'`
    const [may] = await sql`select has_database_privilege(current_database(), 'create') as may`
    return rows.length > 0 && may?.may === true ? false : 'the server has no pg_trgm'
  } finally {
    await sql.end()
  }
}

describe('parts of texts with pg_trgm', { skip: await skipTrigrams() }, () => {
  let database: TestDatabase
  let sql: postgres.Sql
  after(async () => {
    await sql?.end()
    await database?.drop()
  })

  async function ask(store: OpenStore['store']): Promise<readonly (readonly string[])[]> {
    const found: string[][] = []
    for (const query of queries) {
      const where = parseCondition(type, [['name:contains', query]], options)
      const plan = { type: 'Thing', where, count: 1_000, withTotal: true, asker: 'User/ann' }
      const page = await store.search(plan)
      assert.equal(page.total, page.versions.length, query)
      found.push(page.versions.map(({ id }) => id))
    }
    return found
  }

  const open = () =>
    openStore({
      ...{ ...testStoreOptions([type]), indexer: createIndexer([type]) },
      database: { kind: 'postgres', url: database.url },
    })

  it('are found by its index as without it, also in what is long', async () => {
    database = await createTestDatabase(testDatabaseUrl as string)
    sql = postgres(database.url, { max: 1, onnotice() {} })
    let opened = await open()
    for (let n = 0; n < 150; n++) {
      const end = n % 30 === 0 ? ` ${'Lorem '.repeat(100)} far away` : n % 7 === 0 ? ' 100% é_' : ''
      const document = { resourceType: 'Thing', name: `Name ${n} n${n % 9}${end}`, note: `Name ${n + 1} n7` }
      const text = JSON.stringify({ ...document, id: `t${n}` })
      await opened.store.write({ type: 'Thing', id: `t${n}`, text, expect: { kind: 'any' } })
    }
    const without = await ask(opened.store)
    assert.deepEqual(
      without.map(({ length }) => length > 0),
      queries.map((query) => !['none of it', 'zz'].includes(query)),
    )
    await opened.close()
    const indexes = `select relname from pg_class where relname in ('thing_key_trigrams', 'thing_key_cut')`
    assert.equal((await sql.unsafe(indexes)).length, 0)

    // As many keys as make a difference to who plans.
    await sql`insert into thing_key select left(v, 3) || md5(n::text), 'none-' || n
      from generate_series(1, 20000) as n, (select min(v) as v from thing_key where v > '1:') as one`
    await sql`create extension pg_trgm`
    opened = await open()
    assert.equal((await sql.unsafe(indexes)).length, 2)
    assert.deepEqual(await ask(opened.store), without)
    await opened.close()
    // What a connection has counted is there when it has ended.
    for (const index of ['thing_key_trigrams', 'thing_key_cut']) assert.ok(await scansOf(index), index)
  })

  async function scansOf(index: string): Promise<number> {
    for (let round = 0; round < 100; round++) {
      const [row] =
        await sql`select idx_scan::int as n from pg_stat_user_indexes where indexrelname = ${index}`
      if (row?.n > 0) return row?.n
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    return 0
  }
})
