/** Search values (https://hl7.org/fhir/R4/search.html#escaping, #token, #reference). */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { splitUnescaped, unescapeValue } from '../../../../src/engine/search/escapes.ts'
import { holds } from '../../../../src/engine/search/holds.ts'
import { parseReferenceValue, referenceTest } from '../../../../src/engine/search/types/reference.ts'
import { parseTokenValue } from '../../../../src/engine/search/types/token.ts'
import { parseSearchPath } from '../../../../src/schema/search-path.ts'

describe('escapes', () => {
  const cases: readonly [string, readonly string[]][] = [
    ['a,b', ['a', 'b']],
    ['a\\,b,c', ['a,b', 'c']],
    ['a\\\\,b', ['a\\', 'b']],
    ['', ['']],
    ['a,', ['a', '']],
    ['a\\', ['a\\']],
  ]
  for (const [text, expected] of cases) {
    it(JSON.stringify(text), () => assert.deepEqual(splitUnescaped(text, ',').map(unescapeValue), expected))
  }
})

describe('tokens', () => {
  const cases: readonly [string, object | null][] = [
    ['x', { kind: 'token', code: 'x' }],
    ['s|x', { kind: 'token', system: 's', code: 'x' }],
    ['|x', { kind: 'token', system: '', code: 'x' }],
    ['s|', { kind: 'token', system: 's' }],
    ['s\\|t|x', { kind: 'token', system: 's|t', code: 'x' }],
    ['|', null],
    ['a|b|c', null],
  ]
  for (const [text, expected] of cases) it(text, () => assert.deepEqual(parseTokenValue(text), expected))
})

describe('an id alone', () => {
  const path = parseSearchPath('subject', 'Note')
  const test = referenceTest({ kind: 'reference', id: 'a.1' })
  const cases: readonly [string, boolean][] = [
    ['Patient/a.1', true],
    ['Form2/a.1', true],
    ['Patient/ab1', false],
    ['Patient/a.1/_history/2', false],
    ['http://other/Patient/a.1', false],
  ]
  for (const [reference, expected] of cases) {
    it(`${expected ? 'means' : 'does not mean'} ${reference}`, () =>
      assert.equal(holds({ kind: 'compare', path, test }, { subject: { reference } }), expected))
  }
})

describe('references', () => {
  const cases: readonly [string, string | undefined, object | null][] = [
    ['a', undefined, { kind: 'reference', id: 'a' }],
    ['a', 'Note', { kind: 'reference', id: 'a', type: 'Note' }],
    ['Note/a', undefined, { kind: 'reference', type: 'Note', id: 'a' }],
    ['Note/a', 'Person', null],
    ['http://fire.test/Note/a', undefined, { kind: 'reference', type: 'Note', id: 'a' }],
    [
      'http://fire.testing/Note/a',
      undefined,
      { kind: 'reference', type: '', id: 'http://fire.testing/Note/a' },
    ],
    ['Note/a/b', undefined, null],
    ['a b', undefined, null],
  ]
  for (const [text, type, expected] of cases) {
    it(`${text} of ${type ?? 'any type'}`, () =>
      assert.deepEqual(parseReferenceValue(text, 'http://fire.test', type), expected))
  }
})
