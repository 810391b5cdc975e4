/** The tables of the index are what the documents say: after races, transactions, a build in the background, and a repair. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { createIndexer } from '../../src/engine/search/create-indexer.ts'
import type { Database } from '../../src/storage/database.ts'
import { type OpenStore, openStoreOn } from '../../src/storage/open-store.ts'
import { openTestDatabases } from '../support/open-databases.ts'
import { testStoreOptions } from '../support/open-test-store.ts'
import { bePatient } from '../support/patience.ts'
import { storedType } from './implementations.ts'

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

const damages = [
  `delete from thing_key where v like '1:%' and id = (select min(id) from thing_key where v like '1:%')`,
  `insert into thing_key values ('1:=wrong', 'old-1')`,
  `insert into thing_key values ('1:=wrong', 'nobody')`,
  `update thing_span set lo = lo - 1 where id = (select min(id) from thing_span)`,
  `insert into thing_span values (3, 1, 2, 'nobody')`,
  `update thing set keys = null where id = 'old-7'`,
  `update thing set resource = resource || '{"code":"other"}' where id = 'old-9'`,
  `delete from thing where id = 'old-11'`,
]

for (const { name, skip, open } of openTestDatabases) {
  describe(`the index of searches on ${name}`, { skip }, () => {
    let database: Database
    let opened: OpenStore
    let drop = async () => {}
    const start = (types = [thing]) =>
      openStoreOn(
        { ...database, close: async () => {} },
        {
          ...testStoreOptions(types),
          indexer: createIndexer(types),
        },
      )
    const write = (id: string, n: number) =>
      opened.store.write({ type, id, text: text(id, n), expect: { kind: 'any' } })
    const countOf = async (table: string) => {
      const [row] = await database.sql.unsafe(`select count(*)::int as n from ${table}`)
      return row?.n
    }
    before(async () => {
      ;[database, drop] = await open()
      opened = await start()
    })
    after(async () => {
      await opened?.close()
      await database?.close()
      await drop()
    })

    it('is right after a race of 48 writers, removers among them, and transactions of several', async () => {
      const { store } = opened
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
    })

    it('is built for a database of an earlier version, beside writers', async () => {
      for (let n = 0; n < 24; n++) await write(`old-${n}`, n)
      await opened.close()
      await database.sql.unsafe(`update thing set keys = null; delete from thing_key; delete from thing_span;
        delete from thing_number; delete from firekeep_index;
        create index thing_resource on thing using gin (resource jsonb_path_ops);
        create index thing_code_caseless on thing (lower(resource ->> 'code'))`)
      opened = await start()
      assert.deepEqual([...opened.unfinishedIndex().keys()], [type])
      const again = Array.from({ length: 8 }, (_, n) =>
        opened.store.write({ type, id: `old-${n * 3}`, text: text('x', n), expect: { kind: 'any' } }),
      )
      await Promise.all([...again, opened.indexIsBuilt()])
      assert.equal(opened.unfinishedIndex().size, 0)
      assert.deepEqual(await differences(opened), [0, 0])
      assert.ok((await countOf('thing_key')) > 100)
      const former = `pg_class where relname in ('thing_resource', 'thing_code_caseless')`
      assert.equal(await countOf(former), 0)
    })

    it('is of the newest parameters, though a server that knows the former ones goes on', async () => {
      const former = opened
      opened = await start([more])
      await opened.indexIsBuilt()
      await former.store.write({ type, id: 'foreign', text: text('foreign', 5), expect: { kind: 'any' } })
      assert.deepEqual(await differences(opened), [0, 0])
      assert.equal(await countOf('thing_number'), 0)
      assert.equal(await countOf('firekeep_stale'), 0)
      await former.close()
    })

    for (const damage of damages)
      it(`is repaired after ${damage}`, async () => {
        await database.sql.unsafe(damage)
        const told = await differences(opened, damage !== damages[0])
        assert.ok(told[0] + told[1] > 0, 'told')
        if (damage === damages[0]) await differences(opened, true)
        assert.deepEqual(await differences(opened), [0, 0])
      })
  })
}
