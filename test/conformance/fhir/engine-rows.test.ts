/** An access that covers some rows only: what is outside is, for its caller, what never was. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { fieldIs } from '../../../src/engine/ports/condition.ts'
import type { Conditions } from '../../../src/engine/preconditions.ts'
import type { JsonObject } from '../../../src/kernel/json.ts'
import { type Actions, createFixture, failure, shareStore } from '../../support/engine-fixture.ts'
import { limited, limitedAccess } from '../../support/limited-access.ts'

shareStore()

const red = { color: 'red' }
const blue = { color: 'blue' }

/** `red` and `blue` are there, `gone-red` and `gone-blue` were deleted, `was-red` is blue by now, `was-blue` is red. */
async function redsOnly() {
  const fixture = await createFixture({ access: limitedAccess(() => ({ rows: fieldIs('color', 'red') })) })
  const { put, perform } = fixture
  for (const id of ['red', 'gone-red', 'was-red']) await put('Note', id, red)
  for (const id of ['blue', 'gone-blue', 'was-blue']) await put('Note', id, blue)
  for (const id of ['gone-red', 'gone-blue']) await perform('FhirDelete', { type: 'Note', resourceId: id })
  await put('Note', 'was-red', blue)
  await put('Note', 'was-blue', red)
  return { ...fixture, mine: fixture.as(limited) }
}

const invisible = ['blue', 'gone-blue', 'was-red']

/** What can be told of an error, without the id that was asked for. */
async function toldOf(answer: Promise<unknown>, id: string): Promise<string> {
  const { category, code, message, expression, issues } = await failure(answer)
  const told = JSON.stringify({ category, code, message, expression, issues })
  return told.replaceAll(`Note/${id}`, 'Note/ID')
}

const idsOf = (bundle: JsonObject | undefined) =>
  ((bundle?.entry ?? []) as { resource?: JsonObject; fullUrl: string }[]).map(({ fullUrl }) =>
    fullUrl.split('/').at(-1),
  )

describe('a row outside', () => {
  it('is read as if it had never been, also when it was deleted', async () => {
    const { mine, get } = await redsOnly()
    assert.equal((await mine.get('Note', 'red')).status, 200)
    assert.equal((await mine.get('Note', 'was-blue')).status, 200)
    assert.equal((await failure(mine.get('Note', 'gone-red'))).category, 'deleted')
    assert.equal((await failure(get('Note', 'gone-blue'))).category, 'deleted')
    const missing = await toldOf(mine.get('Note', 'never'), 'never')
    for (const id of invisible) assert.equal(await toldOf(mine.get('Note', id), id), missing)
  })

  it('is in no search, total or page', async () => {
    const { mine, search } = await redsOnly()
    assert.equal((await search('')).total, 4)
    const all = await mine.search('')
    assert.deepEqual([idsOf(all), all.total], [['red', 'was-blue'], 2])
    for (const query of ['_summary=count', '_count=1&_total=accurate'])
      assert.equal((await mine.search(query)).total, 2)
    assert.deepEqual(idsOf(await mine.search('color=blue')), [])
    assert.deepEqual(idsOf(await mine.search('color:not=red')), [])
    assert.equal(JSON.stringify((await mine.search('_count=2')).link).includes('next'), false)
  })

  it('has of its history only the versions that are inside', async () => {
    const { mine, versions } = await redsOnly()
    const history = async (resourceId: string) => {
      const { text = '{}' } = await mine.perform('FhirHistory', { type: 'Note', resourceId })
      return ((JSON.parse(text).entry ?? []) as { resource?: JsonObject }[]).map(
        ({ resource }) => resource?.color,
      )
    }
    assert.deepEqual(await history('was-red'), ['red'])
    assert.deepEqual(await history('was-blue'), ['red'])
    assert.deepEqual(await history('gone-red'), [undefined, 'red'])
    const never = await toldOf(history('never'), 'never')
    for (const id of ['blue', 'gone-blue']) assert.equal(await toldOf(history(id), id), never)
    for (const { id, versionId, text } of await versions()) {
      const asked = { type: 'Note', resourceId: id, versionId }
      const answer = mine.perform('FhirVread', asked)
      if (text.includes('"red"')) await answer.catch(({ category }) => assert.equal(category, 'deleted'))
      else {
        const told = await toldOf(answer, id)
        const missing = mine.perform('FhirVread', { ...asked, resourceId: 'never' })
        assert.equal(told, await toldOf(missing, 'never'))
      }
    }
  })

  const conditions: readonly Conditions[] = [
    {},
    { ifMatch: '*' },
    { ifMatch: 'W/"4"' },
    { ifNoneMatch: '*' },
    { ifNoneMatch: 'W/"4"' },
  ]
  for (const condition of conditions) {
    it(`is written and deleted as if it were not there, with ${JSON.stringify(condition)}`, async () => {
      const { mine, versions } = await redsOnly()
      const before = await versions()
      const missing = await toldOf(mine.put('Note', 'never', blue, condition), 'never')
      for (const id of ['blue', 'was-red']) {
        assert.equal(await toldOf(mine.put('Note', id, blue, condition), id), missing)
        const isConflict = condition.ifMatch !== undefined
        const told = await failure(mine.put('Note', id, red, condition))
        assert.equal(told.category, isConflict ? 'precondition' : 'forbidden')
      }
      const remove = (actions: Actions, resourceId: string) =>
        actions
          .perform('FhirDelete', { type: 'Note', resourceId }, condition)
          .catch(({ category }) => category)
      const nothing = await remove(mine, 'never')
      for (const id of invisible) assert.deepEqual(await remove(mine, id), nothing)
      assert.deepEqual(await versions(), before)
    })
  }

  it('is not told of by a create: an id that it has is refused as what does not fit', async () => {
    const { mine, versions } = await redsOnly()
    const before = await versions()
    const create = (body: JsonObject) => mine.perform('FhirCreate', { type: 'Note', body })
    const unfit = await toldOf(create({ id: 'never', ...blue }), 'never')
    assert.match(unfit, /forbidden/)
    for (const id of ['blue', 'was-red']) {
      assert.equal(await toldOf(create({ id, ...red }), id), unfit)
      assert.equal(await toldOf(create({ id, ...blue }), id), unfit)
    }
    assert.equal((await failure(create({ id: 'red', ...red }))).category, 'conflict')
    assert.deepEqual(await versions(), before)
  })
})

describe('a row inside', () => {
  it('is written as long as it stays inside', async () => {
    const { mine, versions, written } = await redsOnly()
    const before = (await versions()).length
    written.length = 0
    assert.equal((await failure(mine.put('Note', 'red', blue))).category, 'forbidden')
    assert.equal((await failure(mine.put('Note', 'new', blue))).category, 'forbidden')
    assert.deepEqual([(await versions()).length, written], [before, []])
    assert.equal((await mine.put('Note', 'red', { ...red, title: 'x' })).status, 200)
    assert.equal((await mine.put('Note', 'new', red)).status, 201)
    assert.equal((await mine.perform('FhirCreate', { type: 'Note', body: red })).status, 201)
    assert.equal((await mine.perform('FhirDelete', { type: 'Note', resourceId: 'red' })).status, 200)
    assert.deepEqual(
      written.map(({ outcome }) => outcome),
      ['updated', 'created', 'created', 'deleted'],
    )
  })

  it('keeps its preconditions', async () => {
    const { mine } = await redsOnly()
    const { versionId } = await mine.get('Note', 'red')
    const put = (conditions: Conditions) => mine.put('Note', 'red', red, conditions)
    assert.equal((await failure(put({ ifNoneMatch: '*' }))).category, 'precondition')
    assert.equal((await failure(put({ ifMatch: 'W/"999"' }))).category, 'precondition')
    assert.equal((await put({ ifMatch: `W/"${versionId}"` })).status, 200)
    const remove = (ifMatch: string) =>
      mine.perform('FhirDelete', { type: 'Note', resourceId: 'red' }, { ifMatch })
    assert.equal((await failure(remove(`W/"${versionId}"`))).category, 'precondition')
    assert.equal((await remove('*')).status, 200)
  })

  it('that leaves while it is written is not written over', async () => {
    const { mine, put, store, versions } = await redsOnly()
    store.beforeWrite = () => put('Note', 'red', blue)
    const told = await toldOf(mine.put('Note', 'red', { ...red, title: 'x' }), 'red')
    assert.equal(told, await toldOf(mine.put('Note', 'never', blue), 'never'))
    assert.match((await versions()).at(-1)?.text ?? '', /blue/)
  })
})
