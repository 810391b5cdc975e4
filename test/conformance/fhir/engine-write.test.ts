/** Create, update and delete (https://hl7.org/fhir/R4/http.html) without any plug-in. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Conditions } from '../../../src/engine/preconditions.ts'
import { parseJson } from '../../../src/formats/json-text.ts'
import type { ErrorCategory } from '../../../src/kernel/errors.ts'
import type { JsonObject } from '../../../src/kernel/json.ts'
import { createFixture, failure, shareStore } from '../../support/engine-fixture.ts'

shareStore()

const textOf = ({ text }: { text?: string }) => JSON.parse(text ?? 'null') as JsonObject

describe('update', () => {
  it('creates with 201, replaces with 200, each with one statement', async () => {
    const { put, store } = await createFixture()
    const first = await put('Note', 'a', { title: 'one' })
    const second = await put('Note', 'a', { resourceType: 'Note', id: 'a', title: 'two' })
    assert.deepEqual([first.status, second.status], [201, 200])
    assert.deepEqual(second.location, { type: 'Note', id: 'a', versionId: second.versionId })
    assert.equal(textOf(second).title, 'two')
    assert.deepEqual(store.calls, ['write', 'write'])
  })

  const refused: readonly [string, JsonObject | undefined, ErrorCategory, string | undefined][] = [
    ['another id', { id: 'b' }, 'invalid', 'Note.id'],
    ['another type', { resourceType: 'Account' }, 'invalid', 'Note.resourceType'],
    ['no body', undefined, 'invalid', undefined],
    ['an unknown field', { titel: 'x' }, 'unprocessable', undefined],
  ]
  for (const [name, body, category, expression] of refused) {
    it(`refuses ${name} and writes nothing`, async () => {
      const { perform, versions } = await createFixture()
      const error = await failure(perform('FhirUpdate', { type: 'Note', resourceId: 'a', body }))
      assert.equal(error.category, category)
      assert.equal(error.expression, expression)
      assert.equal((await versions()).length, 0)
    })
  }

  for (const id of ['', '.', '..', 'a b', 'a/b', 'x'.repeat(65), "a'"]) {
    it(`refuses the id ${JSON.stringify(id)}`, async () => {
      const { put } = await createFixture()
      assert.equal((await failure(put('Note', id, {}))).code, 'bad-id')
    })
  }
  for (const id of ['a', '1.2', 'A_b-c', 'x'.repeat(64)]) {
    it(`takes the id ${id.slice(0, 5)}`, async () => {
      const { put } = await createFixture()
      assert.equal((await put('Note', id, {})).status, 201)
    })
  }

  it('reports all problems at once, each with its place', async () => {
    const { put } = await createFixture()
    const error = await failure(put('Note', 'a', { titel: 'x', color: 'green', tags: ['a', 5] }))
    assert.deepEqual(
      error.issues?.map(({ code, expression }) => [code, expression]),
      [
        ['structure', 'Note.titel'],
        ['structure', 'Note.tags[1]'],
        ['value', 'Note.color'],
      ],
    )
    assert.match(error.issues?.[0]?.message ?? '', /did you mean `title`/)
  })

  it('adds the problems that plug-ins find', async () => {
    const rule = async () => [{ code: 'business-rule', message: 'no', expression: 'Note.title' }]
    const { put, store } = await createFixture({ rules: new Map([['Note', [rule]]]) })
    const error = await failure(put('Note', 'a', { color: 'green' }))
    assert.deepEqual(error.issues?.map(({ code }) => code).sort(), ['business-rule', 'value'])
    assert.equal(store.calls.length, 0)
  })
})

describe('preconditions of a write', () => {
  const cases: readonly [string, Conditions, boolean, 'written' | ErrorCategory][] = [
    ['If-Match of the current version', { ifMatch: 'W/"2"' }, true, 'written'],
    ['If-Match, strong form', { ifMatch: '"2"' }, true, 'written'],
    ['If-Match of a list with it', { ifMatch: 'W/"9", W/"2"' }, true, 'written'],
    ['If-Match of another version', { ifMatch: 'W/"1"' }, true, 'precondition'],
    ['If-Match of a list without it', { ifMatch: 'W/"9", W/"8"' }, true, 'precondition'],
    ['If-Match of something else', { ifMatch: 'W/"abc"' }, true, 'precondition'],
    ['If-Match that cannot be read', { ifMatch: '2' }, true, 'invalid'],
    ['If-Match: * when present', { ifMatch: '*' }, true, 'written'],
    ['If-Match: * when missing', { ifMatch: '*' }, false, 'precondition'],
    ['If-Match of a version when missing', { ifMatch: 'W/"2"' }, false, 'precondition'],
    ['If-None-Match: * when missing', { ifNoneMatch: '*' }, false, 'written'],
    ['If-None-Match: * when present', { ifNoneMatch: '*' }, true, 'precondition'],
    ['If-None-Match of the current version', { ifNoneMatch: 'W/"2"' }, true, 'precondition'],
    ['If-None-Match of another version', { ifNoneMatch: 'W/"1"' }, true, 'written'],
    ['If-Match and If-None-Match: *, present', { ifMatch: 'W/"2"', ifNoneMatch: '*' }, true, 'precondition'],
    ['If-Match and If-None-Match: *, missing', { ifMatch: 'W/"2"', ifNoneMatch: '*' }, false, 'precondition'],
    ['If-Match: * and If-None-Match: *', { ifMatch: '*', ifNoneMatch: '*' }, true, 'precondition'],
    ['If-Match and another If-None-Match', { ifMatch: 'W/"2"', ifNoneMatch: 'W/"1"' }, true, 'written'],
    ['If-Match and the same If-None-Match', { ifMatch: 'W/"2"', ifNoneMatch: 'W/"2"' }, true, 'precondition'],
  ]
  for (const type of ['Note', 'Account']) {
    for (const [name, conditions, exists, expected] of cases) {
      it(`${type}: ${name}: ${expected}`, async () => {
        const { put, versions } = await createFixture()
        await put(type, 'other', {})
        if (exists) await put(type, 'a', {})
        const before = (await versions()).length
        const outcome = put(type, 'a', {}, conditions)
        if (expected === 'written') assert.ok((await outcome).versionId)
        else assert.equal((await failure(outcome)).category, expected)
        assert.equal((await versions()).length - before, expected === 'written' ? 1 : 0)
      })
    }
  }
})

describe('create', () => {
  it('makes an id, or takes that of the body', async () => {
    const { perform } = await createFixture()
    const made = await perform('FhirCreate', { type: 'Note', body: { title: 'x' } })
    const named = await perform('FhirCreate', { type: 'Note', body: { id: 'mine' } })
    assert.equal(made.status, 201)
    assert.match(made.location?.id ?? '', /^[0-9a-f-]{36}$/)
    assert.equal(named.location?.id, 'mine')
  })
  it('refuses an id that is taken, and one that is none', async () => {
    const { perform, put } = await createFixture()
    await put('Note', 'mine', { title: 'first' })
    assert.equal(
      (await failure(perform('FhirCreate', { type: 'Note', body: { id: 'mine' } }))).category,
      'conflict',
    )
    assert.equal(
      (await failure(perform('FhirCreate', { type: 'Note', body: { id: 'a/b' } }))).category,
      'invalid',
    )
  })
})

describe('what is stored', () => {
  it('drops nulls and empty things, but not where the schema says nothing', async () => {
    const { put } = await createFixture()
    const raw = { a: null, b: {}, resourceType: 'Note', id: 'x' }
    const outcome = await put('Note', 'a', { title: null, tags: [], about: [{}], raw })
    const { meta: _meta, ...rest } = textOf(outcome)
    assert.deepEqual(rest, { resourceType: 'Note', id: 'a', raw })
  })
  it('brings references into one form', async () => {
    const { put } = await createFixture()
    const about = [{ resourceType: 'Person', id: 'p', display: 'P' }, { reference: 'Note/n' }]
    const outcome = await put('Note', 'a', { about })
    assert.deepEqual(textOf(outcome).about, [
      { display: 'P', reference: 'Person/p' },
      { reference: 'Note/n' },
    ])
  })
  it('refuses a reference that contradicts itself or points elsewhere', async () => {
    const { put } = await createFixture()
    const twofold = [{ resourceType: 'Person', id: 'p', reference: 'Person/q' }]
    assert.equal((await failure(put('Note', 'a', { about: twofold }))).category, 'unprocessable')
    const elsewhere = await failure(put('Note', 'a', { about: [{ reference: 'Account/x' }] }))
    assert.equal(elsewhere.issues?.[0]?.expression, 'Note.about[0]')
  })
  it('keeps the digits of numbers', async () => {
    const { put, get } = await createFixture()
    await put('Note', 'a', parseJson('{"title":null,"price":1.00}') as JsonObject)
    assert.match((await get('Note', 'a')).text ?? '', /"price": ?1\.00[,}]/)
  })
  it('ignores what only the server says of itself, and keeps the rest of meta', async () => {
    const { put } = await createFixture()
    const meta = { versionId: '99', lastUpdated: '1999-01-01T00:00:00Z', tag: [{ code: 't' }] }
    const stored = textOf(await put('Note', 'a', { meta })).meta as JsonObject
    assert.equal(stored.versionId, '1')
    assert.deepEqual(stored.tag, [{ code: 't' }])
    assert.notEqual(stored.lastUpdated, meta.lastUpdated)
  })
})

describe('Prefer', () => {
  it('return=minimal answers without a body, return=OperationOutcome with one that says so', async () => {
    const { put } = await createFixture()
    const minimal = await put('Note', 'a', {}, { returns: 'minimal' })
    assert.deepEqual([minimal.kind, minimal.text, minimal.status], ['empty', undefined, 201])
    const said = await put('Note', 'a', {}, { returns: 'OperationOutcome' })
    assert.equal(said.value?.resourceType, 'OperationOutcome')
  })
})

describe('delete', () => {
  it('answers the deleted resource, then 204', async () => {
    const { put, perform, written } = await createFixture()
    await put('Note', 'a', { title: 'x' })
    const first = await perform('FhirDelete', { type: 'Note', resourceId: 'a' })
    const again = await perform('FhirDelete', { type: 'Note', resourceId: 'a' })
    assert.deepEqual([first.status, textOf(first).title, again.status], [200, 'x', 204])
    assert.deepEqual(
      written.map(({ outcome }) => outcome),
      ['created', 'deleted'],
    )
  })
  it('answers 204 to _no-content=true and to return=minimal', async () => {
    const { put, perform } = await createFixture()
    await put('Note', 'a', {})
    await put('Note', 'b', {})
    const one = await perform('FhirDelete', {
      type: 'Note',
      resourceId: 'a',
      query: [['_no-content', 'true']],
    })
    const other = await perform('FhirDelete', { type: 'Note', resourceId: 'b' }, { returns: 'minimal' })
    assert.deepEqual([one.status, one.text, other.status], [204, undefined, 204])
  })
  it('honours If-Match', async () => {
    const { put, perform, get } = await createFixture()
    await put('Note', 'a', {})
    const remove = (ifMatch: string) => perform('FhirDelete', { type: 'Note', resourceId: 'a' }, { ifMatch })
    assert.equal((await failure(remove('W/"7"'))).category, 'precondition')
    const both = { ifMatch: 'W/"1"', ifNoneMatch: '*' }
    const withBoth = perform('FhirDelete', { type: 'Note', resourceId: 'a' }, both)
    assert.equal((await failure(withBoth)).category, 'precondition')
    assert.equal((await get('Note', 'a')).status, 200)
    assert.equal((await remove('W/"1"')).status, 200)
    assert.equal((await failure(remove('*'))).category, 'precondition')
  })
})
