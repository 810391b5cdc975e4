/** Pages while others write, and searches while their index is being built. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Condition } from '../../src/engine/ports/condition.ts'
import { everything } from '../../src/engine/ports/condition.ts'
import type { Position, SearchPage, SortKey } from '../../src/engine/ports/store.ts'
import { createIndexer } from '../../src/engine/search/create-indexer.ts'
import { parseCondition } from '../../src/engine/search/parse-condition.ts'
import type { Database } from '../../src/storage/database.ts'
import { type OpenStore, openStoreOn } from '../../src/storage/open-store.ts'
import { openTestDatabases } from '../support/open-databases.ts'
import { testStoreOptions } from '../support/open-test-store.ts'
import { bePatient } from '../support/patience.ts'
import { storedType } from './implementations.ts'

await bePatient()

const thing = storedType('Thing', {
  search: [
    { name: 'code', type: 'token', path: 'code' },
    { name: 'name', type: 'string', path: 'name' },
    { name: 'when', type: 'date', path: 'when' },
    { name: 'size', type: 'number', path: 'size' },
  ],
})
const type = 'Thing'
const [stable, count] = [30, 7]
const sorts = ['', 'name', '-name', 'when', '-size', 'code,-when', '_lastUpdated', '-_id']

const toSort = (text: string): readonly SortKey[] =>
  text
    .split(',')
    .filter((part) => part !== '')
    .map((part) => ({ parameter: part.replace('-', ''), isDescending: part.startsWith('-') }))

function textOf(id: string, n: number): string {
  const fields = { code: `c${n % 3}`, when: `20${10 + (n % 9)}-01-02`, size: n % 5 }
  const name = n % 2 === 0 ? `Name ${n % 4}` : ['Ada', `Name ${n % 7}`]
  return JSON.stringify({ resourceType: type, id, name, ...(n % 6 === 0 ? {} : fields) })
}

const write = ({ store }: OpenStore, id: string, n: number) =>
  store.write({ type, id, text: textOf(id, n), expect: { kind: 'any' } })

const idOf = (n: number) => `r${String(n).padStart(2, '0')}`

/** One of those between the ones that stay: made, changed, or removed. */
async function disturb(opened: OpenStore, n: number): Promise<void> {
  const id = `${idOf((n * 7) % stable)}-other-${n % 4}`
  if (n % 3 === 0) await opened.store.remove(type, id, { kind: 'any' })
  else await write(opened, id, n * 5)
}

for (const { name, skip, open } of openTestDatabases) {
  describe(`searches on ${name}`, { skip }, () => {
    let [opened, database]: [OpenStore?, Database?] = []
    let drop = async () => {}
    const start = () =>
      openStoreOn(
        { ...(database as Database), close: async () => {} },
        {
          ...testStoreOptions([thing]),
          indexer: createIndexer([thing]),
        },
      )
    before(async () => {
      ;[database, drop] = await open()
      opened = await start()
      for (let n = 0; n < stable; n++) await write(opened, idOf(n), n)
    })
    after(async () => {
      await opened?.close()
      await database?.close()
      await drop()
    })

    it('come to what stays once while others write', async () => {
      const server = opened as OpenStore
      for (const [at, sort] of sorts.entries()) {
        const ids: string[] = []
        let place: Position | undefined
        let n = at * 11
        do {
          const order = sort === '' ? {} : { sort: toSort(sort) }
          const plan = { type, where: everything, ...order, count, withTotal: false, asker: 'User/ann' }
          const [page]: [SearchPage, ...unknown[]] = await Promise.all([
            server.store.search({ ...plan, ...(place === undefined ? {} : { after: place }) }),
            disturb(server, n++),
            disturb(server, n++),
          ])
          await disturb(server, n++)
          ids.push(...page.versions.map(({ id }) => id))
          place = page.next
          assert.ok(n < 200, sort)
        } while (place !== undefined)
        const found = ids.filter((id) => !id.includes('other'))
        assert.deepEqual(
          found.sort(),
          Array.from({ length: stable }, (_, one) => idOf(one)),
          sort,
        )
      }
    })

    it('have no order by what is still being built, and find the same by it', async () => {
      const queries = ['name=ada', 'name:contains=ME 3', 'name:missing=false', 'name=name&code=c1']
      const search = (where: Condition, sort?: string) =>
        (opened as OpenStore).store.search({
          ...{ type, where, count: 100, withTotal: true, asker: 'User/ann' },
          ...(sort === undefined ? {} : { sort: toSort(sort) }),
        })
      const ask = async () => {
        const found: unknown[] = []
        for (const query of queries) {
          const pairs = [...new URLSearchParams(query)]
          const where = parseCondition(thing, pairs, { baseUrl: 'http://fire.test', now: 0 })
          const { versions, total } = await search(where, '-when')
          found.push([total, versions.map(({ id }) => id)])
        }
        return found
      }
      const complete = await ask()
      await opened?.close()
      const { sql } = database as Database
      await sql.unsafe(`create function stop_it() returns trigger language plpgsql as
        $$ begin raise exception 'not yet'; end $$`)
      await sql.unsafe(`update firekeep_index set state = 'building', cursor = null where parameter = 'name'`)
      await sql.unsafe(`create trigger stopped before update on firekeep_index
        for each row when (new.state = 'complete') execute function stop_it()`)
      opened = await start()
      assert.deepEqual(opened.unfinishedIndex().get(type)?.building, ['name'])
      assert.deepEqual(await ask(), complete)
      for (const sort of ['name', '-name', 'when,name'])
        await assert.rejects(search(everything, sort), { category: 'transient', code: 'index-building' })
      await opened.close()
      await sql.unsafe('drop trigger stopped on firekeep_index')
      opened = await start()
      await opened.indexIsBuilt()
      assert.deepEqual(await ask(), complete)
      assert.equal((await search(everything, 'name')).versions[0]?.id, idOf(1))
    })
  })
}
