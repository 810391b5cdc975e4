import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { toFoldedPattern } from '../../../../src/engine/search/folded-pattern.ts'

const matches = (text: string, other: string) => new RegExp(`^${toFoldedPattern(text)}$`, 'u').test(other)

describe('a folded pattern', () => {
  for (const [text, same] of [
    ['muller', ['Müller', 'MÜLLER', 'mu\u0308ller', 'Mu\u0308LLER', 'muller']],
    ['Müller', ['muller', 'MULLER', 'Mu\u0308ller']],
    ['mu\u0308ller', ['Müller', 'muller']],
    ['αθηνα', ['Αθήνα', 'ΑΘΗΝΑ']],
    ['Ελένη', ['ελενη']],
    ['Nguyen', ['Nguyễn']],
    ['ß', ['ß']],
    ['ж', ['Ж']],
    ['.*[x]\\^$', ['.*[X]\\^$']],
  ] as const) {
    it(`of ${text}`, () => {
      for (const other of same) assert.ok(matches(text, other), other)
    })
  }

  it('does not fold what is another letter', () => {
    for (const [text, other] of [
      ['muller', 'moller'],
      ['и', 'й'],
      ['a.', 'ab'],
      ['', 'a'],
    ] as const) {
      assert.ok(!matches(text, other), other)
    }
  })
})
