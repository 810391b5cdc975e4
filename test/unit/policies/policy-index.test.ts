import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { JsonObject } from '../../../src/kernel/json.ts'
import type { CompiledPolicy } from '../../../src/policies/compile-policy.ts'
import { createPolicyShelf } from '../../../src/policies/decisions/policy-shelf.ts'
import { findRegexBeginning } from '../../../src/policies/matcho/regex-beginning.ts'
import { accessOf, operation, snapshot } from './fixtures.ts'
import { ann, callers, compile, wantedBy } from './shelf-fixtures.ts'

describe('the index', () => {
  const read = (type: string): JsonObject => ({
    ...{ engine: 'matcho' },
    matcho: { operation: { id: 'FhirRead' }, params: { 'resource/type': type } },
  })
  const ask = (type: string) => wantedBy(operation({ type }))

  it('leaves out what demands something else', () => {
    const policies = Array.from({ length: 100 }, (_, at) => compile(read(`Type${at}`), at))
    const shelf = createPolicyShelf(policies)
    assert.deepEqual(shelf.find(ask('Type7')), [policies[7]])
    assert.deepEqual(shelf.find(ask('Other')), [])
    assert.equal(shelf.all.length, 100)
  })

  it('finds what demands nothing, and what demands more than an index can hold', () => {
    const many = Array.from({ length: 100 }, (_, at) => `Type${at}`)
    const wide = { engine: 'matcho', matcho: { params: { 'resource/type': { $enum: many } } } }
    const policies = [{ engine: 'allow' }, wide, ...many.map(read)].map(compile)
    assert.deepEqual(createPolicyShelf(policies).find(ask('Type3')), [policies[5], policies[0], policies[1]])
  })

  const numbers = Array.from({ length: 100 }, (_, at) => at)
  const p17 = operation({ resourceId: 'p17', request: snapshot({ path: '/fhir/Patient/p17' }) })
  const all = {
    operation: { id: 'FhirRead' },
    params: { 'resource/type': 'Patient' },
    'request-method': 'get',
  }
  const kinds: Record<string, (at: number) => JsonObject> = {
    user: (at) => ({ user: { id: at === 17 ? 'ann' : `u${at}` } }),
    'data of the user': (at) => ({ user: { data: { level: at - 10 } } }),
    resource: (at) => ({ params: { 'resource/id': `p${at}` } }),
    uri: (at) => ({ uri: `/Patient/p${at}` }),
    'beginning of the uri': (at) => ({ uri: `#^/Patient/p${at}(/.*)?$` }),
    header: (at) => ({ headers: { 'x-ward': `w${at}` } }),
  }
  for (const [kind, differing] of Object.entries(kinds)) {
    it(`tells policies apart that differ in the ${kind} alone`, () => {
      const toRule = (at: number) => ({ engine: 'matcho', matcho: { ...all, ...differing(at) } })
      const policies = numbers.map((at) => compile(toRule(at), at))
      const headers = new Headers({ 'x-ward': 'w17' })
      const asked = { ...p17, request: { ...p17.request, headers } }
      const found = createPolicyShelf(policies).find(wantedBy(asked))
      assert.ok(found.includes(policies[17] as CompiledPolicy))
      assert.ok(found.length <= 2, `${found.length}`)
    })
  }

  it('tells policies apart that differ in two things, each in one of ten values', () => {
    const policies = numbers.map((at) => {
      const differing = { user: { data: { level: at % 10 } }, uri: `/Patient/p1${Math.floor(at / 10)}` }
      return compile({ engine: 'matcho', matcho: { ...all, ...differing } }, at)
    })
    assert.deepEqual(
      createPolicyShelf(policies)
        .find(wantedBy(p17))
        .includes(policies[77] as CompiledPolicy),
      true,
    )
    assert.ok(createPolicyShelf(policies).find(wantedBy(p17)).length <= 10)
  })
})

describe('a policy among many', () => {
  it('is found anew for each request of a caller', async () => {
    const { access } = accessOf(
      ...['q0', 'q1', 'q2', 'q3', 'q4', 'q5'].map((id) => ({
        ...{ engine: 'matcho', matcho: { uri: `/Patient/${id}` } },
      })),
    )
    const isAllowed = async (id: string) => {
      const request = snapshot({ path: `/fhir/Patient/${id}` })
      return (await access.decide(ann, operation({ resourceId: id, request }))).allowed
    }
    const answers = [
      await isAllowed('q9'),
      await isAllowed('q1'),
      await isAllowed('q9'),
      await isAllowed('q5'),
    ]
    assert.deepEqual(answers, [false, true, false, true])
  })

  it('is found where its schema says nothing of what is no object', async () => {
    const data = { required: ['ward'], properties: { ward: { const: 'w9' } } }
    const toRule = (more: JsonObject) => ({
      engine: 'json-schema',
      schema: {
        required: ['user'],
        properties: { user: { required: ['data'], properties: { data: { ...data, ...more } } } },
      },
    })
    const others = ['a', 'b', 'c', 'd', 'e'].map((id) => ({ engine: 'matcho', matcho: { user: { id } } }))
    const di = callers.find((caller) => caller?.name === 'User/di') ?? null
    for (const [more, allowed] of [
      [{}, true],
      [{ type: 'object' }, false],
    ] as const) {
      const decision = await accessOf(...others, toRule(more)).access.decide(di, operation())
      assert.equal(decision.allowed, allowed)
    }
  })
})

describe('the beginning of an expression', () => {
  const cases: readonly (readonly [source: string, beginning: string | undefined])[] = [
    ['^/Patient/p1$', '/Patient/p1'],
    ['^/Patient/p1?', '/Patient/p'],
    ['^/Patient/[^/]+$', '/Patient/'],
    ['^/a\\.b/', '/a.b/'],
    ['^/a\\d', '/a'],
    ['^/a{0}b', '/'],
    ['^/(a|b)$', '/'],
    ...['/a', '^a|b', '^a(b)|c', '^a[(]|b', '^a\\Q(\\E|b', '(?i)^a', '^(?i)a', '^a*', '^.'].map(
      (source) => [source, undefined] as const,
    ),
  ]
  for (const [source, beginning] of cases)
    it(`of ${source}`, () => assert.equal(findRegexBeginning(source), beginning))
})
