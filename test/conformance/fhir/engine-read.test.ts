/** Read, vread, history and search (https://hl7.org/fhir/R4/http.html, search.html). */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Conditions } from '../../../src/engine/preconditions.ts'
import type { JsonObject } from '../../../src/kernel/json.ts'
import { createFixture, documentOf, failure, shareStore } from '../../support/engine-fixture.ts'

shareStore()

type Entry = { resource?: JsonObject; request?: JsonObject; response?: JsonObject }
const entries = (bundle: JsonObject | undefined) => (bundle?.entry ?? []) as unknown as Entry[]
const ids = (bundle: JsonObject) => entries(bundle).map(({ resource }) => resource?.id)
const linkOf = (bundle: JsonObject | undefined, relation: string) =>
  ((bundle?.link ?? []) as JsonObject[]).find((link) => link.relation === relation)?.url as string | undefined
const queryOf = (url: string | undefined) => [...new URL(url ?? '').searchParams] as [string, string][]

describe('read', () => {
  it('answers the stored text with one statement', async () => {
    const { put, get, store, versions } = await createFixture()
    await put('Note', 'a', { title: 'x' })
    store.calls.length = 0
    const outcome = await get('Note', 'a')
    assert.deepEqual(
      [outcome.status, outcome.text, outcome.versionId],
      [200, (await versions())[0]?.text, '1'],
    )
    assert.deepEqual(store.calls, ['read'])
  })
  it('says 404 for what never was and 410 for what was deleted', async () => {
    const { put, get, perform } = await createFixture()
    await put('Note', 'a', {})
    await perform('FhirDelete', { type: 'Note', resourceId: 'a' })
    assert.equal((await failure(get('Note', 'a'))).category, 'deleted')
    assert.equal((await failure(get('Note', 'b'))).category, 'not-found')
    assert.equal((await failure(get('Nope', 'b'))).category, 'not-found')
  })

  const conditions: readonly [string, Conditions | ((second: number) => Conditions), 200 | 304][] = [
    ['If-None-Match of the version', { ifNoneMatch: 'W/"1"' }, 304],
    ['If-None-Match of another', { ifNoneMatch: 'W/"2"' }, 200],
    ['If-None-Match: *', { ifNoneMatch: '*' }, 304],
    ['If-Modified-Since its second', (second) => ({ ifModifiedSince: second }), 304],
    ['If-Modified-Since the second before', (second) => ({ ifModifiedSince: second - 1000 }), 200],
    ['both, the tag decides', (second) => ({ ifNoneMatch: 'W/"2"', ifModifiedSince: second }), 200],
  ]
  for (const [name, condition, status] of conditions) {
    it(`${name}: ${status}`, async () => {
      const { put, get } = await createFixture()
      const { lastUpdated = 0 } = await put('Note', 'a', {})
      const second = Math.floor(lastUpdated / 1000) * 1000
      const outcome = await get('Note', 'a', typeof condition === 'function' ? condition(second) : condition)
      assert.deepEqual([outcome.status, outcome.text === undefined], [status, status === 304])
    })
  }

  it('refuses what the type does not offer, with what it does', async () => {
    const { put, get } = await createFixture()
    const error = await failure(put('Fixed', 'a', {}))
    assert.deepEqual([error.category, error.allow?.join(', ')], ['not-offered', 'GET, HEAD, OPTIONS'])
    assert.equal((await failure(get('Fixed', 'a'))).category, 'not-found')
  })
})

describe('vread', () => {
  it('answers each version, 410 for a deletion, 404 for others', async () => {
    const { put, perform } = await createFixture()
    await put('Note', 'a', { title: 'one' })
    await put('Note', 'a', { title: 'two' })
    await perform('FhirDelete', { type: 'Note', resourceId: 'a' })
    const vread = (versionId: string) => perform('FhirVread', { type: 'Note', resourceId: 'a', versionId })
    assert.match((await vread('1')).text ?? '', /"one"/)
    assert.match((await vread('2')).text ?? '', /"two"/)
    assert.equal((await failure(vread('3'))).category, 'deleted')
    for (const unknown of ['4', 'x', '-1', '9'.repeat(40)]) {
      assert.equal((await failure(vread(unknown))).category, 'not-found')
    }
  })
})

describe('history of an instance', () => {
  it('is newest first, with deletions, in pages', async () => {
    const { put, perform } = await createFixture()
    await put('Note', 'a', { title: 'one' })
    await put('Note', 'a', { title: 'two' })
    await perform('FhirDelete', { type: 'Note', resourceId: 'a' })
    const history = async (query: [string, string][]) =>
      documentOf(await perform('FhirHistory', { type: 'Note', resourceId: 'a', query }))
    const first = await history([['_count', '2']])
    assert.deepEqual(
      entries(first).map(({ request, response, resource }) => [
        request?.method,
        response?.etag,
        resource?.title,
      ]),
      [
        ['DELETE', 'W/"3"', undefined],
        ['PUT', 'W/"2"', 'two'],
      ],
    )
    const rest = await history(queryOf(linkOf(first, 'next')))
    assert.deepEqual(
      entries(rest).map(({ response }) => response?.status),
      ['201'],
    )
    assert.equal(linkOf(rest, 'next'), undefined)
  })
  it('honours _since and refuses what is none', async () => {
    const { put, perform } = await createFixture()
    const { lastUpdated: before = 0 } = await put('Note', 'a', {})
    await new Promise((resolve) => setTimeout(resolve, 5))
    await put('Note', 'a', {})
    const later = new Date(before + 1).toISOString()
    const muchLater = new Date(before + 3 * 3_600_000).toISOString().replace('Z', '+01:00')
    const since = (text: string) =>
      perform('FhirHistory', { type: 'Note', resourceId: 'a', query: [['_since', text]] })
    assert.equal(entries(documentOf(await since(later))).length, 1)
    assert.equal(entries(documentOf(await since(muchLater))).length, 0)
    for (const bad of ['yesterday', '2026-01-31', '2026-13-31T09:00:02Z']) {
      assert.equal((await failure(since(bad))).category, 'invalid')
    }
  })
  it('has one entry a page with _count=0, as a page of nothing could not lead to the next', async () => {
    const { put, perform } = await createFixture()
    await put('Note', 'a', { title: 'one' })
    await put('Note', 'a', { title: 'two' })
    const history = async (query: [string, string][]) =>
      documentOf(await perform('FhirHistory', { type: 'Note', resourceId: 'a', query }))
    const first = await history([['_count', '0']])
    assert.deepEqual(ids(first ?? {}), ['a'])
    const rest = await history(queryOf(linkOf(first, 'next')))
    assert.deepEqual([entries(rest).length, linkOf(rest, 'next')], [1, undefined])
  })
  it('is 404 for what never was', async () => {
    const { perform } = await createFixture()
    const error = await failure(perform('FhirHistory', { type: 'Note', resourceId: 'a' }))
    assert.equal(error.category, 'not-found')
  })
})

describe('search', () => {
  async function filled() {
    const fixture = await createFixture()
    await fixture.put('Note', 'a', { title: 'Alpha', color: 'red', written: '2020-02-29' })
    await fixture.put('Note', 'b', { title: 'Beta', color: 'blue', about: [{ reference: 'Person/p' }] })
    await fixture.put('Note', 'c', { title: 'Alps' })
    await fixture.put('Note', 'gone', { title: 'Alpha' })
    await fixture.perform('FhirDelete', { type: 'Note', resourceId: 'gone' })
    return fixture
  }
  const found: readonly [string, readonly string[]][] = [
    ['', ['a', 'b', 'c']],
    ['_id=a', ['a']],
    ['_id=a,b', ['a', 'b']],
    ['_id=a,b&_id=b,c', ['b']],
    ['_id=../x', []],
    ['title=alp', ['a', 'c']],
    ['title:exact=Alps', ['c']],
    ['title=alp,bet', ['a', 'b', 'c']],
    ['title=alp&color=red', ['a']],
    ['color=red', ['a']],
    ['color:not=red', ['b', 'c']],
    ['color:missing=true', ['c']],
    ['color:missing=false', ['a', 'b']],
    ['about=Person/p', ['b']],
    ['about:Person=p', ['b']],
    ['about=http://fire.test/Person/p', ['b']],
    ['about=Person/q', []],
    ['written=2020-02', ['a']],
    ['written=ne2020', []],
    ['_lastUpdated=gt2020', ['a', 'b', 'c']],
    ['_lastUpdated=lt2020-01-31', []],
    ['_id=a,b&_lastUpdated=ge2020-01', ['a', 'b']],
    ['title=', ['a', 'b', 'c']],
  ]
  for (const [query, expected] of found) {
    it(`?${query} finds ${expected.join(' ') || 'nothing'}`, async () => {
      const { search } = await filled()
      assert.deepEqual(ids(await search(query)), expected)
    })
  }

  const refused = [
    ...[
      'written=yesterday',
      'written:exact=2020',
      '_lastUpdated=zz2020',
      '_tag=x',
      '_has:Note:about:_id=x',
      'about.title=x',
      '_id:not=a',
    ],
    ...[
      'title:not=x',
      'color:exact=red',
      'color:missing=maybe',
      'about=a/b/c',
      'color=a|b|c',
      'title=a,,b',
      'color=|',
    ],
    ...[
      '_count=x',
      '_count=-1',
      '_total=some',
      '_summary=true',
      '_after=../x',
      '_after=a',
      `title=${'a,'.repeat(300)}a`,
    ],
  ]
  for (const query of refused) {
    it(`?${query.slice(0, 30)} is refused, never answered with all`, async () => {
      const { search } = await filled()
      assert.equal((await failure(search(query))).category, 'invalid')
    })
  }

  it('names what it does not support, unless told to be lenient: then self shows what was used', async () => {
    const { search, perform } = await filled()
    for (const [query, named] of [
      ['unknown=x', /unknown is not one of Note/],
      ['titel=x', /did you mean title/],
      ['_sort=-titel', /_sort names titel, which Note cannot be sorted by; did you mean title/],
      ['_sort:desc=title', /_sort=-name/],
      ['_include=Note:about', /_include/],
      ['_elements=title', /_elements/],
      ['_createdAt=2020', /_createdAt/],
      ['about:Note.title=x', /about:Note.title is a chain/],
      ['about.title=x', /about.title is a chain/],
    ] as const) {
      for (const handling of [undefined, 'strict'] as const) {
        const { category, message } = await failure(
          search(`title=alp&${query}`, { ...(handling && { handling }) }),
        )
        assert.equal(category, 'invalid')
        assert.match(message, named)
      }
    }
    const bundle = await search('title=alp&unknown=x&_sort=titel&_count=5', { handling: 'lenient' })
    assert.equal(linkOf(bundle, 'self'), 'http://fire.test/Note?title=alp&_count=5')
    for (const id of ['FhirRead', 'FhirHistory']) {
      const query = [['_elements', 'title']] as const
      const { message } = await failure(perform(id, { type: 'Note', resourceId: 'a', query }))
      assert.match(message, /_elements is not supported/)
    }
  })
  it('folds accents and case, and takes a URL of this server for a relative one', async () => {
    const { put, search } = await createFixture()
    await put('Note', 'x', { title: 'Mu\u0308ller Études', about: [{ reference: 'Note/y' }] })
    for (const text of ['muller', 'MÜLLER', 'Mu\u0308ller e']) {
      assert.deepEqual(ids(await search(new URLSearchParams({ title: text }).toString())), ['x'], text)
    }
    assert.deepEqual(ids(await search('title:contains=etudes')), ['x'])
    assert.deepEqual(ids(await search('title:exact=muller')), [])
    for (const base of ['', 'http://fire.test/', 'http://fire.test/fhir/']) {
      assert.deepEqual(ids(await search(`about=${base}Note/y`)), ['x'], base)
    }
  })
  it('pages by a cursor until there is no next', async () => {
    const { search } = await filled()
    const first = await search('_count=2')
    assert.deepEqual([ids(first), first.total], [['a', 'b'], undefined])
    const second = await search(new URL(linkOf(first, 'next') ?? '').search)
    assert.deepEqual([ids(second), linkOf(second, 'next')], [['c'], undefined])
  })
  it('counts when asked', async () => {
    const { search } = await filled()
    assert.equal((await search('_count=1&_total=accurate')).total, 3)
    for (const query of ['_summary=count', '_count=0']) {
      const bundle = await search(query)
      assert.deepEqual([bundle.total, bundle.entry, linkOf(bundle, 'next')], [3, undefined, undefined])
    }
  })
  it('has at most 1000 entries a page', async () => {
    const { search, store } = await filled()
    await search('_count=5000')
    await search('')
    assert.deepEqual(
      store.plans.map(({ count }) => count),
      [1000, 100],
    )
  })
})
