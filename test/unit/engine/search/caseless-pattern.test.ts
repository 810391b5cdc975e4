import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { toCaselessPattern } from '../../../../src/engine/search/types/string.ts'

describe('a caseless pattern', () => {
  for (const [text, expected] of [
    ['aB1', '[aA][Bb]1'],
    ['é', '[éÉ]'],
    ['ß', 'ß'],
    ['.*[x]\\', '\\.\\*\\[[xX]\\]\\\\'],
    ['^$', '\\^\\$'],
  ] as const) {
    it(`of ${text} is ${expected}`, () => assert.equal(toCaselessPattern(text), expected))
  }
})
