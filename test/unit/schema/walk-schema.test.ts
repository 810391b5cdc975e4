import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Type } from '@sinclair/typebox'
import { toComponentSchema } from '../../../src/documents/open-api/component-schema.ts'
import type { JsonObject } from '../../../src/kernel/json.ts'
import { findUnboundedSchema } from '../../../src/policies/engines/json-schema-bounds.ts'
import { completeSchema } from '../../../src/schema/complete-schema.ts'
import { findSecretPaths, Secret } from '../../../src/schema/secret-paths.ts'
import { resolvePointer, subschemas, walkSchema } from '../../../src/schema/walk-schema.ts'

const mark = (name: string) => ({ title: name })
const everywhere: JsonObject = {
  properties: { properties: mark('a'), 'x-field': mark('b') },
  patternProperties: { '^_': mark('c') },
  additionalProperties: mark('d'),
  propertyNames: mark('e'),
  dependencies: { one: mark('f'), two: ['one'] },
  dependentSchemas: { one: mark('g') },
  items: [mark('h'), true],
  additionalItems: mark('i'),
  prefixItems: [mark('j')],
  contains: mark('k'),
  allOf: [mark('l')],
  anyOf: [mark('m')],
  oneOf: [mark('n')],
  not: mark('o'),
  // biome-ignore lint/suspicious/noThenProperty: a keyword
  then: mark('p'),
  $defs: { one: mark('q') },
  definitions: { one: mark('r') },
  const: mark('no'),
  enum: [mark('no')],
  default: mark('no'),
  examples: [mark('no')],
  'x-hint': mark('no'),
}

describe('the schemas within a schema', () => {
  it('are found at every keyword, and not in data', () => {
    const titles = subschemas(everywhere).map(({ title }) => title)
    assert.deepEqual(titles.sort(), [...'abcdefghijklmnopqr'])
  })

  it('are followed through references, also to where no schema usually stands, and come to an end', () => {
    const titles: unknown[] = []
    const schema = {
      items: { $ref: '#' },
      not: { $ref: '#/x-parts/a~1b' },
      'x-parts': { 'a/b': mark('found') },
    }
    walkSchema(schema, ({ title }) => titles.push(title))
    assert.ok(titles.includes('found'))
    assert.equal(resolvePointer(schema, '#/x-parts/none'), undefined)
    assert.equal(resolvePointer(schema, 'other.json#/x-parts'), undefined)
  })
})

describe('write-only values', () => {
  it('may share one object of the schema', () => {
    const secret = Secret()
    assert.deepEqual(findSecretPaths(Type.Object({ one: secret, other: secret })), [['one'], ['other']])
  })

  const secret = { type: 'string', 'x-secret': true }
  const refused: Readonly<Record<string, JsonObject>> = {
    'an element of a list': { properties: { list: { items: secret } } },
    'an alternative': { anyOf: [{ properties: { a: secret } }] },
    'the schema of names that match': { patternProperties: { '^a': secret } },
    'a field that a reference names': { properties: { a: secret, b: { $ref: '#/properties/a' } } },
    'a field of a schema that contains itself': { properties: { a: secret, list: { items: { $ref: '#' } } } },
    'the same object in a field and a list': (() => ({ properties: { a: secret, b: { items: secret } } }))(),
  }
  for (const [what, schema] of Object.entries(refused)) {
    it(`may not be ${what}`, () => {
      assert.throws(() => findSecretPaths({ type: 'object', ...schema }), /may mark only a field/)
    })
  }
})

describe('what is made by walking', () => {
  it('closes objects, but not examples of them', () => {
    const object = { type: 'object', properties: { a: { type: 'string' } } }
    const schema = { ...object, properties: { list: { items: object, examples: [object] } } }
    const { properties } = completeSchema({ type: 'Thing', schema }) as { properties: JsonObject }
    assert.deepEqual(properties.list, {
      items: { ...object, additionalProperties: false },
      examples: [object],
    })
  })

  it('marks write-only values in the OpenAPI document wherever they stand', () => {
    const jsonSchema = {
      properties: { a: { type: 'string', 'x-secret': true } },
      default: { 'x-secret': true },
    }
    assert.deepEqual(toComponentSchema({ type: 'Thing', jsonSchema }), {
      properties: { a: { type: 'string', writeOnly: true } },
      default: { 'x-secret': true },
    })
  })

  it('bounds schemas of policies with their references followed', () => {
    const twice = (name: string) => ({ allOf: [{ $ref: `#/$defs/${name}` }, { $ref: `#/$defs/${name}` }] })
    const $defs: JsonObject = { d0: { const: [1, 2, 3] } }
    for (let level = 1; level < 12; level++) $defs[`d${level}`] = twice(`d${level - 1}`)
    assert.match(findUnboundedSchema({ $defs, ...twice('d11') }) ?? '', /at most 5000 parts/)
    assert.match(findUnboundedSchema({ enum: Array.from({ length: 5000 }, (_, at) => at) }) ?? '', /at most/)
    assert.match(findUnboundedSchema({ properties: { a: { $ref: '#' } } }) ?? '', /64 deep/)
    assert.match(findUnboundedSchema({ items: { uniqueItems: true } }) ?? '', /uniqueItems/)
    assert.match(findUnboundedSchema({ $ref: '#/nowhere' }) ?? '', /must name a part/)
    // A field may have the name of a keyword.
    assert.equal(
      findUnboundedSchema({
        properties: { uniqueItems: true, a: { $ref: '#/$defs/x' } },
        $defs: { x: true },
      }),
      null,
    )
  })
})
