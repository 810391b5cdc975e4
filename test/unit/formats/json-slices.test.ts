import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { toJsonTextInSlices } from '../../../src/formats/json-slices.ts'
import { parseJson, toJsonText } from '../../../src/formats/json-text.ts'

describe('text that is written in slices', () => {
  const texts = [
    ...['null', '1.00', '"a\\nb"', '[]', '{}', '[[],{},[[]]]', '{"a":{}}', '{"a":[1.0,{"b":2.50}],"c":3e2}'],
    `[${'1.0,'.repeat(100)}2]`,
    `{"list":[${'{"n":1.50,"text":"é\\u0001","none":null,"in":[{}]},'.repeat(1_000)}0.10]}`,
  ]
  for (const text of texts) {
    it(`is the same: ${text.slice(0, 40)}`, async () => {
      const value = parseJson(text)
      assert.equal(await toJsonTextInSlices(value), toJsonText(value))
    })
  }

  it('leaves out what is undefined', async () => {
    assert.equal(await toJsonTextInSlices({ a: undefined, b: [{ c: undefined }] }), '{"b":[{}]}')
  })

  it('rests in between', async () => {
    let pauses = 0
    const list = Array.from({ length: 60_000 }, (_, index) => ({ index, in: [{ text: 'x' }] }))
    await toJsonTextInSlices(list, async () => void pauses++)
    assert.ok(pauses > 1, String(pauses))
  })
})
