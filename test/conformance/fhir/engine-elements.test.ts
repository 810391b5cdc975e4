/** Accesses that hide elements of resources, or let nobody change them. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Allowed } from '../../../src/engine/ports/access.ts'
import { parseJson } from '../../../src/formats/json-text.ts'
import { isJsonObject, type JsonObject } from '../../../src/kernel/json.ts'
import { type Actions, createFixture, documentOf, failure, shareStore } from '../../support/engine-fixture.ts'
import { limited, limitedAccess } from '../../support/limited-access.ts'

shareStore()

/** Everybody may do everything, the limited caller only what the grant says. */
async function withGrant(grant: Omit<Allowed, 'allowed'>) {
  const fixture = await createFixture({ access: limitedAccess(() => grant) })
  const asLimited = <T>(work: (mine: Actions) => Promise<T>) => work(fixture.as(limited))
  return { ...fixture, asLimited }
}

const bodyOf = (text: string | undefined): JsonObject => {
  const value = parseJson(text ?? 'null')
  assert.ok(isJsonObject(value))
  const { meta: _meta, resourceType: _type, id: _id, ...rest } = value
  return rest
}

describe('hidden elements', () => {
  const hide = ['price', 'parts.price']
  const whole = { title: 't', price: 5, parts: [{ name: 'a', price: 1 }, { name: 'b' }] }
  const shown = { title: 't', parts: [{ name: 'a' }, { name: 'b' }] }

  it('are in no answer', async () => {
    const { put, get, asLimited } = await withGrant({ hide })
    await put('Note', 'a', whole)
    assert.deepEqual(bodyOf((await get('Note', 'a')).text), whole)
    await asLimited(async ({ get, perform, put, search }) => {
      const answers = [
        await get('Note', 'a'),
        await perform('FhirVread', { type: 'Note', resourceId: 'a', versionId: '1' }),
        await put('Note', 'a', shown),
        await perform('FhirDelete', { type: 'Note', resourceId: 'a' }),
      ]
      for (const { text } of answers) assert.deepEqual(bodyOf(text), shown)
      await perform('FhirCreate', { type: 'Note', body: { id: 'b', title: 'mine' } })
      const bundles = [
        await search(''),
        documentOf(await perform('FhirHistory', { type: 'Note', resourceId: 'a' })),
      ]
      for (const bundle of bundles) assert.doesNotMatch(JSON.stringify(bundle), /price/)
    })
  })

  it('cannot be written under another name', async () => {
    const { asLimited } = await withGrant({ hide: ['about.reference'] })
    await asLimited(async ({ perform, put }) => {
      const about = [{ resourceType: 'Person', id: 'p' }]
      const writes = [
        () => perform('FhirCreate', { type: 'Note', body: { id: 'b', about } }),
        () => put('Note', 'b', { about }),
      ]
      for (const write of writes) assert.equal((await failure(write())).code, 'restricted-element')
    })
  })

  it('are kept by a write, digits included', async () => {
    const { put, get, asLimited } = await withGrant({ hide })
    const stored = parseJson('{"title":"t","price":1.00,"parts":[{"name":"a","price":2.50}]}')
    assert.ok(isJsonObject(stored))
    await put('Note', 'a', stored)
    await asLimited(({ put }) => put('Note', 'a', { title: 'new', parts: [{ name: 'a' }] }))
    assert.match((await get('Note', 'a')).text ?? '', /"title": "new".*/)
    assert.match((await get('Note', 'a')).text ?? '', /"price": 1\.00/)
    assert.match((await get('Note', 'a')).text ?? '', /"price": 2\.50/)
  })

  const refused: readonly (readonly [string, JsonObject, string])[] = [
    ['a value', { price: 1 }, 'Note.price'],
    ['a null', { price: null }, 'Note.price'],
    ['extensions', { _price: { id: 'x' } }, 'Note.price'],
    ['a value in a list', { parts: [{ name: 'a' }, { name: 'b', price: 3 }] }, 'Note.parts.price'],
    ['a list without one of its entries', { parts: [{ name: 'b' }] }, 'Note.parts'],
    ['no list', { title: 't' }, 'Note.parts'],
    ['a list in another order', { parts: [{ name: 'b' }, { name: 'a' }] }, 'Note.parts'],
  ]
  for (const [name, body, expression] of refused) {
    it(`are not written: ${name}`, async () => {
      const { put, versions, asLimited } = await withGrant({ hide })
      await put('Note', 'a', whole)
      const error = await failure(asLimited(({ put }) => put('Note', 'a', body)))
      assert.deepEqual([error.category, error.expression], ['forbidden', expression])
      assert.equal((await versions()).length, 1)
    })
  }

  it('may be written by nobody at a create either', async () => {
    const { asLimited } = await withGrant({ hide })
    const create = (body: JsonObject) =>
      asLimited(({ perform }) => perform('FhirCreate', { type: 'Note', body }))
    assert.equal((await failure(create({ price: 1 }))).category, 'forbidden')
    assert.equal((await create({ parts: [{ name: 'a' }] })).status, 201)
  })

  it('that are secrets are kept as hashes, and hashed once', async () => {
    const { put, versions, asLimited } = await withGrant({ hide: ['secret', 'login'] })
    await put('Account', 'a', { secret: 's', login: { password: 'p', hint: 'h' } })
    await asLimited(({ put }) => put('Account', 'a', { name: 'n' }))
    const { name, secret, login } = bodyOf((await versions()).at(-1)?.text)
    assert.deepEqual([name, secret, login], ['n', 'hash(s)', { password: 'hash(p)', hint: 'h' }])
  })

  const searches: readonly (readonly [string, string, boolean])[] = [
    ['title=x', 'title', false],
    ['title:exact=x', 'title', false],
    ['title:missing=true', 'title', false],
    ['about=Person/p', 'about.reference', false],
    ['about=Person/p', 'about', false],
    ['about:Person=p', 'about', false],
    ['about=Person/p', 'about.reference.x', false],
    ['about=Person/p', 'about.display', true],
    ['title=x', 'color', true],
    ['_id=x', 'title', true],
    ['_lastUpdated=gt2020', 'title', true],
    ['_lastUpdated=gt2020', 'meta', false],
    ['_sort=title', 'title', false],
    ['_sort=title', 'color', true],
    ['_sort=_lastUpdated,-title', 'title', false],
    ['_sort=about', 'about.reference', false],
    ['_sort=-_lastUpdated', 'meta.lastUpdated', false],
    ['_summary=count&_sort=title', 'title', false],
  ]
  for (const [query, path, isAllowed] of searches) {
    it(`?${query} is ${isAllowed ? 'answered' : 'refused'} where ${path} is hidden`, async () => {
      const { asLimited } = await withGrant({ hide: [path] })
      const answer = asLimited(({ search }) => search(query))
      if (isAllowed) assert.equal((await answer).resourceType, 'Bundle')
      else assert.equal((await failure(answer)).category, 'forbidden')
    })
  }
})

describe('read-only elements', () => {
  const whole = { title: 't', price: 5, parts: [{ name: 'a', price: 1 }, { name: 'b' }] }
  const cases: readonly (readonly [string, JsonObject, string | undefined])[] = [
    ['unchanged', whole, undefined],
    [
      'others changed',
      { ...whole, title: 'new', parts: [{ name: 'x', price: 1 }, { name: 'b' }] },
      undefined,
    ],
    ['another value', { ...whole, price: 6 }, 'Note.price'],
    ['left out', { title: 't', parts: whole.parts }, 'Note.price'],
    ['removed by null', { ...whole, price: null }, 'Note.price'],
    [
      'another value in a list',
      { ...whole, parts: [{ name: 'a', price: 2 }, { name: 'b' }] },
      'Note.parts.price',
    ],
    ['an entry gone', { ...whole, parts: [{ name: 'b' }] }, 'Note.parts.price'],
    ['a new one in a list', { ...whole, parts: [{ name: 'a', price: 1 }, { price: 1 }] }, 'Note.parts.price'],
  ]
  for (const [name, body, expression] of cases) {
    it(`${name}: ${expression ?? 'written'}`, async () => {
      const { put, asLimited } = await withGrant({ readonly: ['price', 'parts.price', 'meta'] })
      await put('Note', 'a', whole)
      const answer = asLimited(({ put }) => put('Note', 'a', body))
      if (expression === undefined) assert.equal((await answer).status, 200)
      else {
        const error = await failure(answer)
        assert.deepEqual([error.category, error.expression], ['forbidden', expression])
      }
    })
  }

  it('are given by nobody at a create, by either way', async () => {
    const { asLimited } = await withGrant({ readonly: ['price'] })
    const create = (body: JsonObject) =>
      asLimited(({ perform }) => perform('FhirCreate', { type: 'Note', body }))
    assert.equal((await failure(create({ price: 1 }))).expression, 'Note.price')
    assert.equal(
      (await failure(asLimited(({ put }) => put('Note', 'a', { price: 1 })))).expression,
      'Note.price',
    )
    assert.equal((await create({ title: 'x', price: null })).status, 201)
  })

  it('may be secrets: the same value is no change', async () => {
    const { put, asLimited } = await withGrant({ readonly: ['secret'] })
    await put('Account', 'a', { secret: 's' })
    assert.equal((await asLimited(({ put }) => put('Account', 'a', { secret: 's', name: 'n' }))).status, 200)
    assert.equal((await asLimited(({ put }) => put('Account', 'a', { name: 'm' }))).status, 200)
    assert.equal(
      (await failure(asLimited(({ put }) => put('Account', 'a', { secret: 't' })))).category,
      'forbidden',
    )
    assert.equal(
      (await failure(asLimited(({ put }) => put('Account', 'a', { secret: null })))).category,
      'forbidden',
    )
  })
})
