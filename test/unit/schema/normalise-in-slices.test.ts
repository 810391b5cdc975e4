import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parseJson, toJsonText } from '../../../src/formats/json-text.ts'
import type { JsonObject, JsonValue } from '../../../src/kernel/json.ts'
import { normalise, normaliseInSlices } from '../../../src/schema/normalise.ts'
import { toShape } from '../../../src/schema/shape.ts'

const item = { type: 'object', properties: { a: { type: 'string' }, to: { 'x-reference': ['Thing'] } } }
const list = { type: 'array', items: item }
const shape = toShape({
  type: 'object',
  properties: { list, kept: { ...list, 'x-keep-empty': true }, any: {}, _any: {}, given: list, _given: list },
})

const many = (text: string) => `${text},`.repeat(900)
const documents = {
  'nothing to tidy': `{"list":[${many('{"a":"x"}')}1.0],"b":1.50}`,
  'references and nulls': `{"list":[${many('{"to":{"resourceType":"Thing","id":"1"},"b":null}')}{}]}`,
  'elements that go': `{"list":[${many('null')}{"a":"x"}],"z":null}`,
  'nothing that stays': `{"list":[${many('null')}{}],"kept":[${many('{}')}null]}`,
  'digits beside a change': `{"list":[${many('1.0')}{"a":"x","b":[]}]}`,
  'no description': `{"any":[${many('null')}1.00]}`,
  'lists that belong together': `{"given":[${many('null')}"x"],"_given":[${many('{}')}null]}`,
}

describe('a document that is tidied in slices', () => {
  for (const [name, text] of Object.entries(documents)) {
    it(`is the same as in one piece: ${name}`, async () => {
      const body = parseJson(text) as JsonObject
      const whole: JsonValue = normalise(body, shape)
      const sliced = await normaliseInSlices(body, shape)
      assert.equal(toJsonText(sliced), toJsonText(whole))
      assert.equal(sliced === body, whole === body)
    })
  }
})
