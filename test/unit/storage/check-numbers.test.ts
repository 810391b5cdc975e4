import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { checkNumbers } from '../../../src/storage/check-numbers.ts'

describe('numbers of a document', () => {
  const taken = [
    '{}',
    '{"a":1.00,"b":1e5,"c":-1.5E-10}',
    '{"a":1e308,"b":[1e-308]}',
    '{"a":"1e99999"}',
    '{"a":"\\"1e99999","b":"\\\\"}',
    `{"a":"${'x1e999'.repeat(1000)}"}`,
    '{"1e99999":1e+0010}',
  ]
  for (const json of taken) it(`${json.slice(0, 40)} is taken`, () => checkNumbers(json))

  const refused = [
    '{"a":1e309}',
    '{"a":1E+99999}',
    '{"a":[0.1e-131071]}',
    '{"a":"\\\\","b":1e999}',
    '1e9999999999999999999999',
    `[${'1e300,'.repeat(4000)}1]`,
    `[${'1e99,'.repeat(20000)}1]`,
  ]
  for (const json of refused) {
    it(`${json.slice(0, 40)} is refused`, () => {
      assert.throws(() => checkNumbers(json), { category: 'invalid' })
    })
  }

  it('takes a short time for the longest documents', () => {
    const started = performance.now()
    checkNumbers(`{"a":"${'\\"1e99'.repeat(1_000_000)}"}`)
    checkNumbers(`{"a":"${'1e99'.repeat(2_000_000)}"}`)
    assert.ok(performance.now() - started < 2000)
  })
})
