/** What searches and histories of callers cost at most, in bytes, rows and turns. */
import assert from 'node:assert/strict'
import { before, it } from 'node:test'
import { allOf, type Condition, everything } from '../../src/engine/ports/condition.ts'
import type { HistoryPlan, SearchPage, SearchPlan, Store } from '../../src/engine/ports/store.ts'
import { any } from '../../src/engine/search/parameter-type.ts'
import { stringTest } from '../../src/engine/search/types/string.ts'
import { tokenTest } from '../../src/engine/search/types/token.ts'
import { AppError } from '../../src/kernel/errors.ts'
import { parseSearchPath } from '../../src/schema/search-path.ts'
import { bePatient } from '../support/patience.ts'
import { describeOnEach, idIs, storedType } from './implementations.ts'

await bePatient()

const asker = 'User/ann'
const mebibyte = 1024 * 1024
const [small, large] = ['Small', 'Large']

const nameContains = (...texts: string[]): Condition => ({
  kind: 'compare',
  path: parseSearchPath('name'),
  test: any(...texts.map((text) => stringTest(text, 'contains'))),
})
const isOfGroup = (code: string): Condition => ({
  kind: 'compare',
  path: parseSearchPath('group'),
  test: tokenTest({ kind: 'token', code }),
})

/** All ids of all pages, and how many pages there were. */
async function follow(find: (cursor: SearchPage | undefined) => Promise<SearchPage>) {
  const ids: string[] = []
  let page: SearchPage | undefined
  let pages = 0
  do {
    page = await find(page)
    ids.push(...page.versions.map(({ id }) => id))
    pages += 1
  } while (page.hasMore)
  return { ids, pages }
}

const followSearch = (store: Store, plan: SearchPlan) =>
  follow((page) => store.search({ ...plan, ...(page?.next && { after: page.next }) }))

const followHistory = (store: Store, plan: HistoryPlan) =>
  follow((page) => {
    const beforeVersionId = page?.versions.at(-1)?.versionId
    return store.history(beforeVersionId === undefined ? plan : { ...plan, beforeVersionId })
  })

const codeOf = (error: unknown) => (error instanceof AppError ? error.code : String(error))

describeOnEach('costs', [storedType(small), storedType(large)], {}, (opened) => {
  const ids = Array.from({ length: 120 }, (_, index) => `s${String(index).padStart(3, '0')}`)

  before(async () => {
    const { store } = opened()
    const write = (type: string, id: string, more: object) =>
      store.write({
        type,
        id,
        text: JSON.stringify({ resourceType: type, id, ...more }),
        expect: { kind: 'any' },
      })
    for (const [index, id] of ids.entries()) {
      await write(small, id, { name: [`Name ${index}`], group: index % 2 === 0 ? 'even' : 'odd' })
    }
    const text = 'x'.repeat(6 * mebibyte)
    for (const id of ['l1', 'l2', 'l3', 'l1']) await write(large, id, { text })
  })

  for (const who of [undefined, asker]) {
    it(`a page ends before 16 MiB, asked by ${who}`, async () => {
      const { store } = opened()
      const plan = {
        type: large,
        where: everything,
        count: 1000,
        withTotal: false,
        ...(who && { asker: who }),
      }
      const first = await store.search(plan)
      assert.deepEqual([first.versions.map(({ id }) => id), first.hasMore], [['l1', 'l2'], true])
      assert.deepEqual(await followSearch(store, plan), { ids: ['l1', 'l2', 'l3'], pages: 2 })
      const history = { type: large, count: 1000, ...(who && { asker: who }) }
      assert.deepEqual(await followHistory(store, history), { ids: ['l1', 'l3', 'l2', 'l1'], pages: 2 })
    })
  }

  it('a caller finds what the server finds, page by page', async () => {
    const { store } = opened()
    for (const [where, count] of [
      [everything, 100],
      [nameContains('NAME'), 50],
      [nameContains('ame 1', '23'), 10],
      [allOf(isOfGroup('odd'), nameContains('9')), 5],
      [isOfGroup('even'), 1000],
      [allOf(idIs('s003', 's004', 's100', 'none'), isOfGroup('even')), 1],
      [{ kind: 'not', of: isOfGroup('even') } as const, 50],
      [isOfGroup('neither'), 50],
    ] as const) {
      const plan = { type: small, where, count, withTotal: true }
      const expected = await followSearch(store, plan)
      assert.deepEqual(await followSearch(store, { ...plan, asker }), expected)
      const total = async (more: object) => (await store.search({ ...plan, ...more })).total
      assert.equal(await total({ asker }), await total({}))
      assert.equal(await total({ asker, count: 0 }), expected.ids.length)
    }
  })

  it('a condition of too many comparisons is refused before any row is looked at', async () => {
    const where = nameContains(...Array.from({ length: 190 }, (_, index) => `z${index}`))
    const plan = { type: small, where, count: 0, withTotal: true, asker }
    await assert.rejects(opened().store.search(plan), (error) => codeOf(error) === 'search-too-costly')
  })

  it('one caller has so many waiting at most, and others go on', async () => {
    const { store } = opened()
    const plan = { type: small, where: nameContains('z'), count: 10, withTotal: false }
    const many = Array.from({ length: 40 }, () =>
      store.search({ ...plan, asker: 'User/mallory' }).then(() => 'found', codeOf),
    )
    assert.deepEqual((await store.search({ ...plan, asker })).versions, [])
    const answers = await Promise.all(many)
    assert.ok(answers.includes('found'))
    assert.ok(answers.includes('too-many-waiting'))
  })
})
