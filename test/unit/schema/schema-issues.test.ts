import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import type { JsonObject } from '../../../src/kernel/json.ts'
import { createDocumentThreads } from '../../../src/runtime/document-threads.ts'
import { createRegistry } from '../../../src/schema/create-registry.ts'
import { createCheckText } from '../../../src/schema/schema-issues.ts'

const threads = createDocumentThreads()
after(() => threads.close())

const row = {
  type: 'object',
  required: ['code'],
  properties: { code: { enum: ['one', 'two'] }, day: { type: 'string', format: 'date' } },
}
const value = {
  anyOf: [
    { type: 'string', pattern: '^a' },
    { type: 'object', properties: { a: row } },
  ],
}
const [thing] = createRegistry([
  {
    type: 'Thing',
    schema: {
      type: 'object',
      properties: {
        rows: { type: 'array', items: row },
        value,
        secret: { 'x-secret': true, type: 'string' },
      },
    },
    check: ({ value }) =>
      value === 'abc' ? [{ code: 'value', message: 'is abc', expression: 'Thing.value' }] : [],
  },
]).types

const documents: Record<string, JsonObject> = {
  'nothing wrong': { rows: [{ code: 'one' }], value: 'ax' },
  'a rule of the type': { value: 'abc' },
  'a rule of the type beside the schema': { value: 'abc', rows: [{}] },
  'all kinds of problems': {
    rows: [{ code: 'tow', day: 'x' }, {}, 5],
    value: { a: { b: 1 } },
    secret: 7,
    more: 1,
  },
  'more problems than are told': { rows: Array.from({ length: 300 }, () => ({ day: 'x' })), value: 'abc' },
}

describe('what the schema says of a text', () => {
  const check = createCheckText()
  for (const [name, fields] of Object.entries(documents)) {
    it(`is what it says of the document, here and in a thread: ${name}`, async () => {
      assert.ok(thing)
      const document = { resourceType: 'Thing', ...fields }
      const [schema, text] = [JSON.stringify(thing.jsonSchema), JSON.stringify(document)]
      const expected = thing.validate(document)
      assert.equal(expected.length > 0, name !== 'nothing wrong')
      assert.deepEqual(thing.addRules(document, check('Thing', schema, text)), expected)
      const there = await threads.check('somebody', 'Thing', schema, text)
      assert.deepEqual(thing.addRules(document, there), expected)
    })
  }

  it('is an error where the schema cannot be compiled', async () => {
    const code = 'document-work-failed'
    await assert.rejects(threads.check('somebody', 'Thing', '{"$ref":"#/none"}', '{}'), { code })
  })
})
