import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { compileMatcho } from '../../../src/policies/matcho/compile-matcho.ts'

function problems(pattern: unknown): string[] {
  return compileMatcho(pattern).issues.map(({ expression }) => expression ?? '')
}

describe('matcho: bad patterns are found when compiled, with their path', () => {
  const bad: readonly (readonly [name: string, pattern: unknown, path: string])[] = [
    ['unknown operator', { a: { $any: 1 } }, 'matcho.a.$any'],
    ['unknown operator beside a known one', { a: { $length: 1, $lenght: 2 } }, 'matcho.a.$lenght'],
    ['an operator of Object.prototype', { a: { $constructor: 1 } }, 'matcho.a.$constructor'],
    ['bad regex', { a: '#(' }, 'matcho.a'],
    ['regex that needs backtracking', { a: '#(?=x)' }, 'matcho.a'],
    ['regex with a back reference', { a: '#(x)\\1' }, 'matcho.a'],
    ['regex that is too large', { a: '#((a{1,50}){1,20}){1,2}' }, 'matcho.a'],
    ['regex with too long a source', { a: `#${'x'.repeat(1001)}` }, 'matcho.a'],
    ['empty regex', { a: '#' }, 'matcho.a'],
    ['empty path', { a: '.' }, 'matcho.a'],
    ['path with a gap', { a: '.b..c' }, 'matcho.a'],
    ['empty object', {}, 'matcho'],
    ['empty object within', { a: { b: {} } }, 'matcho.a.b'],
    ['empty list', { a: [] }, 'matcho.a'],
    ['null', { a: null }, 'matcho.a'],
    ['undefined', undefined, 'matcho'],
    ['$enum without a list', { a: { $enum: 'x' } }, 'matcho.a.$enum'],
    ['empty $enum', { a: { $enum: [] } }, 'matcho.a.$enum'],
    ['empty $one-of', { a: { '$one-of': [] } }, 'matcho.a.$one-of'],
    ['$one-of beside a key', { a: { '$one-of': [1], b: 1 } }, 'matcho.a'],
    ['bad part of $one-of', { a: { '$one-of': [1, {}] } }, 'matcho.a.$one-of[1]'],
    ['empty $not', { a: { $not: {} } }, 'matcho.a.$not'],
    ['empty $contains', { a: { $contains: {} } }, 'matcho.a.$contains'],
    ['empty $every', { a: { $every: {} } }, 'matcho.a.$every'],
    ['empty $present-all', { a: { '$present-all': [] } }, 'matcho.a.$present-all'],
    ['negative $length', { a: { $length: -1 } }, 'matcho.a.$length'],
    ['$length that is a text', { a: { $length: '1' } }, 'matcho.a.$length'],
    ['empty $reference', { a: { $reference: {} } }, 'matcho.a.$reference'],
    ['bad part of an array', { a: [1, { $x: 1 }] }, 'matcho.a[1].$x'],
    ['a key that is no identifier', { params: { 'resource/type': null } }, 'matcho.params.`resource/type`'],
  ]
  for (const [name, pattern, path] of bad) {
    it(name, () => assert.deepEqual(problems(pattern), [path]))
  }

  it('all problems at once', () => {
    assert.deepEqual(problems({ a: '#(', b: {}, c: { $x: 1 } }), ['matcho.a', 'matcho.b', 'matcho.c.$x'])
  })

  it('depth is bounded', () => {
    const nest = (levels: number): unknown => (levels === 0 ? 1 : { a: nest(levels - 1) })
    assert.equal(problems(nest(31)).length, 0)
    assert.equal(problems(nest(32)).length, 1)
    assert.equal(problems(nest(5000)).length, 1)
  })

  it('size is bounded', () => {
    const wide = (parts: number) =>
      Object.fromEntries(Array.from({ length: parts }, (_, part) => [`k${part}`, 1]))
    assert.equal(problems(wide(4999)).length, 0)
    assert.equal(problems(wide(5000)).length, 1)
    assert.equal(problems(wide(9000)).length, 1)
  })
})
