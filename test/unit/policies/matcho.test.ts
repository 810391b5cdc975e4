import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { PolicyFailure } from '../../../src/policies/engines/engine.ts'
import { compileMatcho } from '../../../src/policies/matcho/compile-matcho.ts'

function compile(pattern: unknown) {
  const { matcho, issues } = compileMatcho(pattern)
  if (matcho === null) throw new Error(JSON.stringify(issues))
  return matcho
}

interface Row {
  readonly name: string
  readonly pattern: unknown
  readonly holds: readonly unknown[]
  readonly fails: readonly unknown[]
}

const reference = { reference: 'Practitioner/p1', display: 'P' }
const target = { resourceType: 'Practitioner', id: 'p1' }

const rows: readonly Row[] = [
  {
    name: 'string',
    pattern: 'get',
    holds: ['get'],
    fails: ['GET', 'gets', '', null, undefined, ['get'], {}],
  },
  { name: 'number', pattern: 1, holds: [1], fails: [2, '1', true, null, undefined] },
  { name: 'false', pattern: false, holds: [false], fails: [true, 0, '', null, undefined] },
  {
    name: 'object: named keys only',
    pattern: { a: 1, b: { c: 'x' } },
    holds: [{ a: 1, b: { c: 'x', d: 2 }, e: 3 }],
    fails: [{ a: 1 }, { a: 1, b: {} }, { a: 1, b: 'x' }, [], null, undefined, 'a'],
  },
  {
    name: 'object with nil?: an absent object has no absent keys',
    pattern: { a: { b: 'nil?' } },
    holds: [{ a: {} }, { a: { b: null } }],
    fails: [{}, { a: null }, { a: { b: 0 } }, { a: [] }],
  },
  {
    name: 'array: a prefix in order',
    pattern: [1, { a: 2 }],
    holds: [
      [1, { a: 2 }],
      [1, { a: 2, b: 1 }, 9],
    ],
    fails: [[1], [{ a: 2 }, 1], [0, 1, { a: 2 }], [], { 0: 1, 1: { a: 2 } }, undefined],
  },
  {
    name: 'array with nil? is no longer than the value',
    pattern: ['nil?'],
    holds: [[null]],
    fails: [[], [1]],
  },
  {
    name: 'regex',
    pattern: '#^/fhir/P.+$',
    holds: ['/fhir/Patient'],
    fails: ['/fhir/', 'x/fhir/P1', 1, null, undefined],
  },
  { name: 'regex is found anywhere', pattern: '#b+', holds: ['abbc'], fails: ['ac', ['b']] },
  { name: '$ is the end of the text', pattern: '#^a$', holds: ['a'], fails: ['a\n', 'a\nb'] },
  {
    name: 'present?',
    pattern: { a: 'present?' },
    holds: [{ a: 0 }, { a: '' }, { a: false }],
    fails: [{}, { a: null }],
  },
  { name: 'nil?', pattern: { a: 'nil?' }, holds: [{}, { a: null }], fails: [{ a: 0 }, { a: '' }] },
  {
    name: 'not-blank?',
    pattern: { a: 'not-blank?' },
    holds: [{ a: 'x' }],
    fails: [{}, { a: '' }, { a: 1 }, { a: ['x'] }],
  },
  {
    name: '.path',
    pattern: { a: '.user.id' },
    holds: [{ a: 'ann', user: { id: 'ann' } }],
    fails: [{ a: 'bob', user: { id: 'ann' } }, { a: 'ann' }, { user: { id: 'ann' } }],
  },
  {
    name: '.path: both sides absent',
    pattern: { a: '.b' },
    holds: [{ a: 1, b: 1 }],
    fails: [{}, { a: null, b: null }, { a: null }],
  },
  {
    name: '.path through array positions',
    pattern: { a: '.role.1.name' },
    holds: [{ a: 'x', role: [{}, { name: 'x' }] }],
    fails: [
      { a: 'x', role: [{ name: 'x' }] },
      { a: 2, role: 'ab' },
    ],
  },
  {
    name: '.path is no way to length',
    pattern: { a: '.b.length' },
    holds: [{ a: 1, b: { length: 1 } }],
    fails: [
      { a: 1, b: [0] },
      { a: 1, b: 'x' },
    ],
  },
  {
    name: '.path to whole values',
    pattern: { a: '.b' },
    holds: [{ a: { x: [1] }, b: { x: [1] } }],
    fails: [
      { a: { x: [1] }, b: { x: [1, 2] } },
      { a: { x: 1 }, b: { x: 1, y: 1 } },
    ],
  },
  {
    name: '$enum',
    pattern: { $enum: ['a', 1, '#b'] },
    holds: ['a', 1, '#b'],
    fails: ['b', '1', null, undefined, ['a']],
  },
  {
    name: '$one-of',
    pattern: { '$one-of': ['#^a', { b: 1 }] },
    holds: ['ab', { b: 1 }],
    fails: ['b', { b: 2 }, undefined],
  },
  { name: '$not', pattern: { a: { $not: 'x' } }, holds: [{ a: 'y' }, {}], fails: [{ a: 'x' }] },
  {
    name: '$contains',
    pattern: { $contains: { a: 1 } },
    holds: [[{}, { a: 1 }]],
    fails: [[{ a: 2 }], [], { a: 1 }, undefined],
  },
  {
    name: '$every',
    pattern: { $every: '#^a' },
    holds: [['a', 'ab']],
    fails: [['a', 'b'], [], 'a', undefined],
  },
  {
    name: '$present-all',
    pattern: { '$present-all': ['a', 'b'] },
    holds: [
      ['b', 'a'],
      ['x', 'a', 'b'],
    ],
    fails: [['a'], [], 'ab', undefined],
  },
  {
    name: '$length beside $present-all',
    pattern: { '$present-all': ['a', 'b'], $length: 2 },
    holds: [['b', 'a']],
    fails: [
      ['b', 'a', 'x'],
      ['b', 'x'],
    ],
  },
  { name: '$length', pattern: { $length: 0 }, holds: [[]], fails: [[1], '', {}, undefined] },
  {
    name: '$reference',
    pattern: { $reference: { resourceType: 'Practitioner', id: 'p1' } },
    holds: [reference, target, 'Practitioner/p1', 'Practitioner/p1/_history/2'],
    fails: [
      'Practitioner/p2',
      'Patient/p1',
      'https://elsewhere.example/Practitioner/p1',
      'x/Practitioner/p1',
      { reference: 'Practitioner/p2' },
      {},
      undefined,
    ],
  },
  {
    name: 'a reference answers resourceType and id',
    pattern: { a: target },
    holds: [{ a: reference }, { a: target }],
    fails: [
      { a: { reference: 'Practitioner/p2' } },
      { a: { reference: 'https://h.example/Practitioner/p1' } },
    ],
  },
  {
    name: '{resourceType, id} answers reference',
    pattern: { a: { reference: 'Practitioner/p1' } },
    holds: [{ a: target }, { a: reference }],
    fails: [{ a: { ...target, id: 'p2' } }, { a: { ...target, active: true } }],
  },
  {
    name: '.path compares references by their targets',
    pattern: { a: '.b' },
    holds: [
      { a: reference, b: target },
      { a: target, b: { ...reference, display: 'Q' } },
    ],
    fails: [
      { a: reference, b: { ...target, id: 'p2' } },
      { a: reference, b: 'Practitioner/p1' },
    ],
  },
  {
    name: '.path reads into references',
    pattern: { a: '.b.id' },
    holds: [{ a: 'p1', b: reference }],
    fails: [{ a: 'p2', b: reference }],
  },
  {
    name: 'only own keys are read',
    pattern: { constructor: 'present?' },
    holds: [{ constructor: 1 }],
    fails: [{}, []],
  },
  {
    name: '.path reads only own keys',
    pattern: { a: '.b.constructor.name' },
    holds: [{ a: 'Object', b: { constructor: { name: 'Object' } } }],
    fails: [{ a: 'Object', b: {} }],
  },
  {
    name: '__proto__ is a key like others',
    pattern: JSON.parse('{"__proto__": {"admin": true}}'),
    holds: [JSON.parse('{"__proto__": {"admin": true}}')],
    fails: [{}, Object.create({ admin: true })],
  },
]

describe('matcho', () => {
  for (const { name, pattern, holds, fails } of rows) {
    it(name, () => {
      const matcho = compile(pattern)
      for (const value of holds) {
        assert.equal(matcho.matches(value), true, `should hold: ${JSON.stringify(value)}`)
        assert.deepEqual(matcho.match(value), [])
      }
      for (const value of fails) {
        assert.equal(matcho.matches(value), false, `should not hold: ${JSON.stringify(value)}`)
        assert.notEqual(matcho.match(value).length, 0)
      }
    })
  }

  it('says where, what was expected and what was there', () => {
    const matcho = compile({ a: [{ b: 1 }], c: '.d', e: { $every: 'x' } })
    assert.deepEqual(matcho.match({ a: [{ b: 2 }], c: 1, d: 3, e: ['x', 'y'] }), [
      { path: ['a', 0, 'b'], expected: 1, but: 2 },
      { path: ['c'], expected: 3, but: 1 },
      { path: ['e', 1], expected: 'x', but: 'y' },
    ])
  })

  it('reads .path from the context', () => {
    const matcho = compile({ a: '.b' })
    assert.equal(matcho.matches({ a: 1 }, { b: 1 }), true)
    assert.equal(matcho.matches({ a: 1, b: 1 }, { b: 2 }), false)
  })
})

describe('matcho: what cannot be decided fails, also under $not', () => {
  const contradictory = { id: 'mine', reference: 'Patient/other' }
  for (const pattern of [
    { a: { id: 'mine' } },
    { a: { $not: { id: 'mine' } } },
    { a: { $reference: { id: 'mine' } } },
    { b: '.a.id' },
  ]) {
    it(`a reference that contradicts itself: ${JSON.stringify(pattern)}`, () => {
      const matcho = compile(pattern)
      assert.throws(() => matcho.matches({ a: contradictory, b: 'mine' }), PolicyFailure)
      assert.doesNotThrow(() => matcho.matches({ a: { id: 'other', reference: 'Patient/other' }, b: 'mine' }))
    })
  }

  it('a text that is too long to be searched', () => {
    const matcho = compile({ $not: '#x' })
    assert.equal(matcho.matches('a'.repeat(16_384)), true)
    assert.throws(() => matcho.matches('a'.repeat(16_385)), PolicyFailure)
  })
})

describe('matcho: regular expressions cannot hang the server', () => {
  for (const source of [
    '(a+)+$',
    '(a|a)*b',
    '(a*)*b',
    '([a-z]+)*=',
    '^(([a-z])+.)+[A-Z]([a-z])+$',
    '(.*)*(.*)*(.*)*!',
  ]) {
    it(source, () => {
      const matcho = compile(`#${source}`)
      const started = performance.now()
      matcho.matches(`${'a'.repeat(16_000)}\n`)
      assert.ok(performance.now() - started < 1000)
    })
  }
})
