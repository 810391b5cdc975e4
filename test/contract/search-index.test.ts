/** The tables of the index are what the documents say: after races, transactions, a build in the background, and a repair. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createIndexer } from '../../src/engine/search/create-indexer.ts'
import { silentLog } from '../../src/kernel/log.ts'
import { storageRuntime } from '../../src/runtime/storage-runtime.ts'
import type { Database } from '../../src/storage/database.ts'
import type { OpenStore } from '../../src/storage/open-store.ts'
import { openStoreOn } from '../../src/storage/open-store.ts'
import { openPglite } from '../../src/storage/pglite/open-pglite.ts'
import { openPostgres } from '../../src/storage/postgres/open-postgres.ts'
import { createTestDatabase, testDatabaseUrl, testStoreOptions } from '../support/open-test-store.ts'
import { bePatient } from '../support/patience.ts'
import { skipPostgres, storedType } from './implementations.ts'

await bePatient()

const search = [
  { name: 'code', type: 'token', path: 'code' },
  { name: 'name', type: 'string', path: 'name' },
  { name: 'when', type: 'date', path: 'when' },
  { name: 'size', type: 'quantity', path: 'size' },
] as const
const thing = storedType('Thing', { search })
const more = storedType('Thing', {
  search: [...search.slice(0, 3), { name: 'more', type: 'token', path: 'more' }],
})
const type = 'Thing'

function text(id: string, n: number): string {
  const fields = { code: [`c${n % 7}`, `d${n}`], when: `20${10 + (n % 80)}-01-02`, more: `m${n % 3}` }
  return JSON.stringify({
    ...{ resourceType: type, id, name: `Name ${n % 5}` },
    ...(n % 4 === 0 ? {} : fields),
    ...(n % 3 === 0 ? {} : { size: { value: n / 2, unit: 'kg', system: 's', code: 'kg' } }),
  })
}

/** Wrong and left ones. */
async function differences(opened: OpenStore, repair = false): Promise<[number, number]> {
  let sum: [number, number] = [0, 0]
  for await (const { wrong, left } of opened.checkIndex({ repair })) sum = [sum[0] + wrong, sum[1] + left]
  return sum
}

const databases = [
  {
    name: 'PGlite',
    skip: false as const,
    async open(): Promise<[Database, () => Promise<void>]> {
      const options = { dataDir: 'memory://', runtime: storageRuntime, log: silentLog }
      return [await openPglite(options), async () => {}]
    },
  },
  {
    name: 'PostgreSQL',
    skip: skipPostgres,
    async open(): Promise<[Database, () => Promise<void>]> {
      const own = await createTestDatabase(testDatabaseUrl as string)
      return [openPostgres({ url: own.url, log: silentLog, poolSize: 12 }), own.drop]
    },
  },
]

for (const { name, skip, open } of databases) {
  describe(`the index of searches on ${name}`, { skip }, () => {
    it('is what the documents say, whatever happens to them', { timeout: 240_000 }, async () => {
      const [database, drop] = await open()
      const lasting = { ...database, close: async () => {} }
      const start = (types = [thing]) =>
        openStoreOn(lasting, { ...testStoreOptions(types), indexer: createIndexer(types) })
      let opened = await start()
      const { store } = opened
      const write = (id: string, n: number) =>
        store.write({ type, id, text: text(id, n), expect: { kind: 'any' } })

      // 48 writers, removers among them, and transactions of several.
      const work = async (number: number) => {
        for (let round = 0; round < 2; round++) {
          const n = number * 2 + round
          const id = `race-${n % 8}`
          if (n % 11 === 0) await store.remove(type, id, { kind: 'any' })
          else if (n % 13 === 0)
            await store.transaction(async (unit) => {
              await unit.store.read(type, id)
              await unit.store.write({ type, id, text: text(id, n), expect: { kind: 'any' } })
            })
          else await write(id, n)
        }
      }
      await Promise.all(Array.from({ length: 48 }, (_, number) => work(number)))
      assert.deepEqual(await differences(opened), [0, 0])

      // A database of an earlier version: rows without entries.
      for (let n = 0; n < 50; n++) await write(`old-${n}`, n)
      await opened.close()
      await database.sql.unsafe(`update thing set keys = null`)
      await database.sql.unsafe('delete from thing_key')
      await database.sql.unsafe('delete from thing_span')
      await database.sql.unsafe('delete from thing_number')
      await database.sql.unsafe(`delete from firekeep_index`)
      await database.sql.unsafe('create index thing_resource on thing using gin (resource jsonb_path_ops)')
      opened = await start()
      assert.deepEqual([...opened.unfinishedIndex().keys()], [type])
      const again = Array.from({ length: 15 }, (_, n) =>
        opened.store.write({ type, id: `old-${n * 3}`, text: text('x', n), expect: { kind: 'any' } }),
      )
      await Promise.all([...again, opened.indexIsBuilt()])
      assert.equal(opened.unfinishedIndex().size, 0)
      assert.deepEqual(await differences(opened), [0, 0])
      const [keys] = await database.sql.unsafe('select count(*)::int as n from thing_key')
      assert.ok(keys?.n > 150)
      const [former] = await database.sql.unsafe(`select to_regclass('thing_resource') as name`)
      assert.equal(former?.name, null)

      // Other parameters: one is gone, one is new. A server that knows the former ones goes on.
      const before = opened
      opened = await start([more])
      await opened.indexIsBuilt()
      await before.store.write({ type, id: 'foreign', text: text('foreign', 5), expect: { kind: 'any' } })
      assert.deepEqual(await differences(opened), [0, 0])
      const [numbers] = await database.sql.unsafe('select count(*)::int as n from thing_number')
      assert.equal(numbers?.n, 0)
      const [stale] = await database.sql.unsafe('select count(*)::int as n from firekeep_stale')
      assert.equal(stale?.n, 0)
      await before.close()

      // Whatever is damaged is told and repaired.
      const [one] = await database.sql.unsafe(`select v, id from thing_key where v like '1:%' limit 1`)
      assert.ok(one)
      const damages = [
        `delete from thing_key where v = '${one.v}' and id = '${one.id}'`,
        `insert into thing_key values ('1:=wrong', 'old-1')`,
        `insert into thing_key values ('1:=wrong', 'nobody')`,
        `update thing_span set lo = lo - 1 where id = (select min(id) from thing_span)`,
        `insert into thing_span values (3, 1, 2, 'nobody')`,
        `update thing set keys = null where id = 'old-7'`,
        `update thing set resource = resource || '{"code":"other"}' where id = 'old-9'`,
        `delete from thing where id = 'old-11'`,
      ]
      for (const damage of damages) {
        await database.sql.unsafe(damage)
        const told = await differences(opened)
        assert.ok(told[0] + told[1] > 0, damage)
        await differences(opened, true)
        assert.deepEqual(await differences(opened), [0, 0], damage)
      }
      await opened.close()
      await database.close()
      await drop()
    })
  })
}
