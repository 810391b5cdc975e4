/** Definitions are checked, schemas are completed, documents are explained. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Type } from '@sinclair/typebox'
import patient from '../../../schemas/Patient.ts'
import { AppError } from '../../../src/kernel/errors.ts'
import type { JsonObject } from '../../../src/kernel/json.ts'
import { createRegistry } from '../../../src/schema/create-registry.ts'
import { defineResource, Secret } from '../../../src/schema/define-resource.ts'
import type { ResourceDefinition } from '../../../src/schema/resource-definition.ts'
import { withoutSecrets } from '../../../src/schema/secrets.ts'

const object = (properties: JsonObject, more: JsonObject = {}) => ({ type: 'object', properties, ...more })
const text = { type: 'string' }
const secret = { type: 'string', 'x-secret': true }

function typeOf(definition: unknown) {
  const type = createRegistry([definition as ResourceDefinition]).types[0]
  assert.ok(type)
  return type
}

function problemsOf(schema: JsonObject, resource: JsonObject, check?: ResourceDefinition['check']) {
  const issues = typeOf({ type: 'Thing', schema, check }).validate({
    resourceType: 'Thing',
    id: 'a',
    ...resource,
  })
  return issues.map(({ code, expression }) => `${code} ${expression}`)
}

describe('definitions', () => {
  const good = { type: 'Thing', schema: object({ a: text, s: object({ s: secret, b: text }) }) }
  const search = (path: string, name = 'p') => ({ ...good, search: [{ name, type: 'string', path }] })
  const cases: readonly [string, unknown, RegExp | undefined][] = [
    ['a small one', good, undefined],
    ['no object', 5, /must be an object/],
    ['lower-case type', { ...good, type: 'thing' }, /upper camel case/],
    ['type with SQL', { ...good, type: 'Thing"; drop' }, /upper camel case/],
    ['type that is too long', { ...good, type: `T${'x'.repeat(40)}` }, /upper camel case/],
    ['unknown part', { ...good, serach: [] }, /unknown part `serach`/],
    ['no schema', { type: 'Thing' }, /`schema` is missing/],
    ['list schema', { ...good, schema: { type: 'array' } }, /type: object/],
    ['id in the schema', { ...good, schema: object({ id: text }) }, /schema.properties.id/],
    ['unknown interaction', { ...good, interactions: ['reed'] }, /unknown interaction `reed`/],
    ['known interactions', { ...good, interactions: ['read', 'patch'] }, undefined],
    ['history as text', { ...good, history: 'no' }, /`history`/],
    ['path', search("s.where(b='y').b | Thing.a"), undefined],
    ['path that is no path', search('a..b'), /cannot read/],
    ['path with a function', search('a.first()'), /cannot read/],
    ['empty path', search(''), /empty/],
    ['empty alternative', search('a |'), /search parameter `p`/],
    ['bad name', search('a', 'P q'), /needs a name/],
    ['path to a secret', search('s.s'), /write-only/],
    ['path to what holds a secret', search('s'), /write-only/],
    ['path to the neighbour of a secret', search('s.b'), undefined],
    ['twice the same', { ...good, search: [...search('a').search, ...search('a').search] }, /declared twice/],
    ['secret in a list', { ...good, schema: object({ l: { type: 'array', items: secret } }) }, /x-secret/],
    ['secret in an alternative', { ...good, schema: object({ l: { anyOf: [secret] } }) }, /x-secret/],
    ['secret number', { ...good, schema: object({ n: { ...secret, type: 'number' } }) }, /must be a string/],
  ]
  for (const [name, definition, problem] of cases) {
    it(`${name}: ${problem === undefined ? 'taken' : 'refused'}`, () => {
      const define = () => defineResource(definition as ResourceDefinition)
      if (problem === undefined) assert.equal(define(), definition)
      else assert.throws(define, (error) => error instanceof AppError && problem.test(error.message))
    })
  }
  it('refuses a type that is there already, whatever its case', () => {
    const twice = [good, { ...good, type: 'THING' }] as ResourceDefinition[]
    assert.throws(() => createRegistry(twice), /defined twice/)
  })
  it('offers no versions where none are kept', () => {
    assert.equal(typeOf({ ...good, history: false }).interactions.has('vread'), false)
    assert.equal(typeOf(good).interactions.has('vread'), true)
  })
})

describe('validation', () => {
  const inner = object({ a: text })
  const cases: readonly [string, JsonObject, JsonObject, readonly string[]][] = [
    ['closed', object({ a: text }), { b: 1 }, ['structure Thing.b']],
    ['opened', object({ a: text }, { additionalProperties: true }), { b: 1 }, []],
    ['nested closed', object({ o: inner }), { o: { b: 1 } }, ['structure Thing.o.b']],
    ['nested opened', object({ o: { ...inner, additionalProperties: true } }), { o: { b: 1 } }, []],
    [
      'in a list',
      object({ l: { type: 'array', items: inner } }),
      { l: [{}, { b: 1 }] },
      ['structure Thing.l[1].b'],
    ],
    ['required', object({ a: text }, { required: ['a'] }), {}, ['required Thing.a']],
    [
      'a key that looks like a position',
      object({ o: object({ 0: inner }) }),
      { o: { 0: { b: 1 } } },
      ['structure Thing.o.`0`.b'],
    ],
    ['meta is closed', object({}), { meta: { versoinId: 'x' } }, ['structure Thing.meta.versoinId']],
    [
      'combinator beside properties',
      object({ a: text, b: text }, { oneOf: [{ required: ['a'] }, { required: ['b'] }] }),
      { a: 'x' },
      [],
    ],
    ['names of Object.prototype', object({ a: text }), { constructor: 1 }, ['structure Thing.constructor']],
    [
      'required name of Object.prototype',
      object({ toString: text }, { required: ['toString'] }),
      {},
      ['required Thing.toString'],
    ],
    ['format', object({ d: { type: 'string', format: 'date' } }), { d: '2020-13-01' }, ['value Thing.d']],
    ['right format', object({ d: { type: 'string', format: 'date' } }), { d: '2020-12-01' }, []],
  ]
  for (const [name, schema, resource, expected] of cases) {
    it(name, () => assert.deepEqual(problemsOf(schema, resource), expected))
  }
  it('says of alternatives what the nearest one lacks', () => {
    const kinds = { anyOf: [object({ k: { const: 'a' }, n: text }), object({ k: { const: 'b' }, m: text })] }
    assert.deepEqual(problemsOf(object({ x: kinds }), { x: { k: 'b', m: 5 } }), ['structure Thing.x.m'])
  })
  it('adds what the rule finds, and survives a rule that relies on the schema', () => {
    const check = (thing: JsonObject) => [
      { code: 'invariant', message: (thing.a as string).toUpperCase(), expression: 'Thing.a' },
    ]
    const schema = object({ a: text })
    assert.deepEqual(problemsOf(schema, { a: 'x' }, check), ['invariant Thing.a'])
    assert.deepEqual(problemsOf(schema, { a: 5 }, check), ['structure Thing.a'])
  })
  it('reports at most 100 problems', () => {
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`x${index}`, 1]))
    assert.equal(problemsOf(object({}), many).length, 100)
  })
  it('never quotes values', () => {
    const schema = object({ s: { ...secret, pattern: '^a$', enum: ['a'], maxLength: 2 } })
    const type = typeOf({ type: 'Thing', schema })
    const issues = type.validate({ resourceType: 'Thing', s: 'top-secret' })
    assert.equal(issues.length > 0, true)
    assert.doesNotMatch(JSON.stringify(issues), /top-secret/)
  })
})

describe('secrets', () => {
  it('are taken out without touching the document, and empty parents with them', () => {
    const schema = Type.Object({ a: Type.Optional(Type.Object({ s: Secret() })), s: Secret() })
    const type = typeOf({ type: 'Thing', schema })
    const document = { resourceType: 'Thing', s: 'x', a: { s: 'y' }, b: 1 }
    assert.deepEqual(withoutSecrets(type, document), { resourceType: 'Thing', b: 1 })
    assert.equal(document.a.s, 'y')
    assert.deepEqual(withoutSecrets(type, { a: 'not an object' }), { a: 'not an object' })
  })

  it('are taken out of lists, too, where a document that was not checked has them', () => {
    const type = { secretPaths: [['a', 's']] }
    const document = { a: [{ s: 'x', b: 1 }, [{ s: 'y' }], 2] }
    assert.deepEqual(withoutSecrets(type, document), { a: [{ b: 1 }, [{}], 2] })
    const without = { a: [{ b: 1 }] }
    assert.equal(withoutSecrets(type, without), without)
  })
})

describe('Patient', () => {
  const type = createRegistry([patient]).get('Patient')
  const valid = { resourceType: 'Patient', id: 'ann' }
  const cases: readonly [JsonObject, readonly string[]][] = [
    [patient.examples?.[0] ?? {}, []],
    [{ ...valid, birthDate: '1980', _birthDate: { extension: [{ url: 'u', valueCode: 'x' }] } }, []],
    [{ ...valid, extension: [{ url: 'u', valueString: 'x' }] }, []],
    [{ ...valid, birthDate: '1980-2-3' }, ['Patient.birthDate']],
    [{ ...valid, gender: 'x' }, ['Patient.gender']],
    [{ ...valid, name: [{ given: 'Ann' }] }, ['Patient.name[0].given']],
    [{ ...valid, managingOrganization: { reference: 'Patient/1' } }, ['Patient.managingOrganization']],
    [{ ...valid, managingOrganization: { reference: 'https://else.where/Patient/1' } }, []],
    [{ ...valid, deceasedBoolean: true, deceasedDateTime: '2020' }, ['Patient.deceasedDateTime']],
  ]
  for (const [resource, expected] of cases) {
    it(`${JSON.stringify(resource).slice(0, 90)}: ${expected.length} problems`, () => {
      assert.deepEqual(
        type?.validate(resource).map(({ expression }) => expression),
        expected,
      )
    })
  }
})
