import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { toFolded, toFoldedPattern, toFoldedQuery } from '../../../../src/engine/search/folded-pattern.ts'

const matches = (text: string, other: string) =>
  new RegExp(`${toFoldedPattern(toFoldedQuery(text), 'start')}$`, 'u').test(other)

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

describe('folded texts', () => {
  const matchesFolded = (text: string, other: string) => toFolded(other) === toFoldedQuery(text)

  it('are the same where the pattern matches, for each letter', () => {
    const letters = Array.from({ length: 0x2000 }, (_, code) => String.fromCodePoint(code + 1))
    const folded = new Map<string, string[]>()
    for (const letter of letters) {
      assert.equal(toFolded(toFolded(letter)), toFolded(letter), letter)
      const same = folded.get(toFolded(letter)) ?? []
      folded.set(toFolded(letter), [...same, letter])
    }
    for (const same of folded.values())
      for (const one of same.slice(0, 3))
        for (const other of same) {
          assert.equal(matches(one, other), matchesFolded(one, other), `${one} ${other}`)
          if (one.normalize('NFC') === one) assert.ok(matches(one, other), `${one} ${other}`)
        }
  })

  it('begin as the beginnings of the texts', () => {
    for (const text of [
      'Mu\u0308ller',
      '\u0308Ab',
      '\u0438\u0306\u0301b',
      'xStra\u00dfe',
      'A\u0301\u0302\u0301B',
    ]) {
      const letters = [...text]
      for (const end of letters.keys())
        assert.ok(toFolded(text).startsWith(toFolded(letters.slice(0, end).join(''))))
    }
  })
})
