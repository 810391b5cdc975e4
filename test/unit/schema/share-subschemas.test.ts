import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Ajv } from 'ajv'
import Patient from '../../../schemas/Patient.ts'
import type { JsonObject, JsonValue } from '../../../src/kernel/json.ts'
import { completeSchema } from '../../../src/schema/complete-schema.ts'
import { shareSubschemas } from '../../../src/schema/share-subschemas.ts'

const period = { type: 'object', properties: { start: { type: 'string' } }, additionalProperties: false }
const schema: JsonObject = {
  type: 'object',
  properties: {
    period,
    // A field with the name of a keyword, and a value with the shape of a schema.
    properties: { type: 'object', properties: { items: period } },
    kind: { const: { properties: { a: 1 } } },
    list: { type: 'array', items: [period, { type: 'number' }], additionalItems: period },
    one: { anyOf: [{ type: 'number' }, { type: 'object', required: ['x'], properties: { x: period } }] },
    not: { not: { type: 'object', required: ['bad'], properties: { bad: { type: 'string' } } } },
  },
  patternProperties: { '^_': period },
  additionalProperties: period,
}

const documents: readonly (readonly [JsonValue, boolean])[] = [
  [{}, true],
  [{ period: { start: 'now' } }, true],
  [{ period: { start: 1 } }, false],
  [{ period: { end: 'now' } }, false],
  [{ properties: { items: { start: 'now' } } }, true],
  [{ properties: { items: { start: 1 } } }, false],
  [{ kind: { properties: { a: 1 } } }, true],
  [{ kind: { properties: { a: 2 } } }, false],
  [{ list: [{ start: 'now' }, 1, { start: 'now' }] }, true],
  [{ list: [{ start: 1 }] }, false],
  [{ list: [{}, 'one'] }, false],
  [{ list: [{}, 1, { start: 1 }] }, false],
  [{ one: { x: {} } }, true],
  [{ one: { x: { end: 1 } } }, false],
  [{ one: {} }, false],
  [{ not: { bad: 1 } }, true],
  [{ not: { bad: 'yes' } }, false],
  [{ _any: { start: 'now' } }, true],
  [{ _any: { end: 'now' } }, false],
  [{ other: {} }, true],
  [{ other: { end: 1 } }, false],
]

describe('sharing parts of a schema', () => {
  const shared = new Ajv({ inlineRefs: false, strictTypes: false, strictTuples: false }).compile(
    shareSubschemas(schema),
  )
  for (const [document, isValid] of documents) {
    it(`${isValid ? 'takes' : 'refuses'} ${JSON.stringify(document)} as before`, () => {
      assert.equal(shared(document), isValid)
    })
  }

  it('has equal parts once, and is smaller', () => {
    const whole = completeSchema(Patient) as JsonObject
    const parts = shareSubschemas(whole)
    assert.ok(JSON.stringify(parts).length < JSON.stringify(whole).length * 0.7)
    const texts = Object.values(parts.definitions as JsonObject).map((part) => JSON.stringify(part))
    assert.equal(new Set(texts).size, texts.length)
  })

  it('leaves a schema with references of its own as it is', () => {
    for (const part of [{ $ref: '#/properties/a' }, { $id: 'x', properties: {} }]) {
      const own = { properties: { a: period, b: part } }
      assert.equal(shareSubschemas(own), own)
    }
  })
})
