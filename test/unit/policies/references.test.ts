import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { compileMatcho } from '../../../src/policies/matcho/compile-matcho.ts'

function holds(pattern: unknown, value: unknown): boolean {
  const { matcho } = compileMatcho(pattern)
  assert.ok(matcho)
  return matcho.match(value, value).length === 0
}

describe('references to ids with an underscore', () => {
  const forms = [
    { reference: 'Practitioner/p_1', display: 'P' },
    { resourceType: 'Practitioner', id: 'p_1' },
    'Practitioner/p_1/_history/v_2',
  ]
  for (const form of forms) {
    it(JSON.stringify(form), () => {
      assert.ok(holds({ $reference: { resourceType: 'Practitioner', id: 'p_1' } }, form))
      assert.ok(!holds({ $reference: { id: 'p_2' } }, form))
    })
  }
  it('are the same in both forms', () => {
    assert.ok(holds({ a: '.b' }, { a: forms[0], b: forms[1] }))
    assert.ok(holds({ a: { id: 'p_1' } }, { a: forms[0] }))
    assert.ok(holds({ a: { reference: 'Practitioner/p_1' } }, { a: forms[1] }))
  })
  for (const none of [
    'Practitioner/p_1/_history',
    'Practitioner/..',
    'Practitioner/_search',
    'practitioner/p_1',
  ]) {
    it(`${none} is none`, () => assert.ok(!holds({ $reference: 'present?' }, none)))
  }
})
