import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { findParameter, parseQuery } from '../../../src/http/request/query.ts'
import { AppError } from '../../../src/kernel/errors.ts'

describe('parseQuery', () => {
  const cases: readonly (readonly [
    text: string | undefined,
    pairs: readonly (readonly [string, string])[],
  ])[] = [
    [undefined, []],
    ['', []],
    [
      'a=1&a=2',
      [
        ['a', '1'],
        ['a', '2'],
      ],
    ],
    [
      'a=1,2&b=1%2C2',
      [
        ['a', '1,2'],
        ['b', '1,2'],
      ],
    ],
    ['a', [['a', '']]],
    ['&&a=b=c&', [['a', 'b=c']]],
    ['a+b=c+d%2B', [['a b', 'c d+']]],
    ['n%3Aexact=%C3%BC', [['n:exact', 'ü']]],
  ]
  for (const [text, pairs] of cases) it(`reads ${text}`, () => assert.deepEqual(parseQuery(text), pairs))

  for (const text of ['a=%', 'a=%zz', '%ff=1', 'a=%00', Array(201).fill('a=1').join('&')]) {
    it(`refuses ${text.slice(0, 20)}`, () => {
      assert.throws(
        () => parseQuery(text),
        (error) => error instanceof AppError && error.category === 'invalid',
      )
    })
  }
  it('takes 200 parameters', () => assert.equal(parseQuery(Array(200).fill('a=1').join('&')).length, 200))
  it('lets the last of several win', () => assert.equal(findParameter(parseQuery('a=1&b=3&a=2'), 'a'), '2'))
})
