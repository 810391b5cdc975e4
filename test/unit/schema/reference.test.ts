import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Type } from '@sinclair/typebox'
import { User } from '../../../src/directory/User.ts'
import type { JsonObject } from '../../../src/kernel/json.ts'
import { Session } from '../../../src/oauth/resources/Session.ts'
import { createRegistry } from '../../../src/schema/create-registry.ts'
import { defineResource, Reference } from '../../../src/schema/define-resource.ts'
import { parseReference, readReference, referenceId } from '../../../src/schema/reference.ts'
import { isResourceId } from '../../../src/schema/resource-id.ts'

const target = (resourceType: string, id: string) => ({ resourceType, id })

describe('ids of resources', () => {
  for (const id of ['a', '1', 'a_b', '_a', 'A-b.c_d', '.a', 'a'.repeat(64)]) {
    it(`${id} is one`, () => {
      assert.ok(isResourceId(id))
      assert.deepEqual(parseReference(`User/${id}`), target('User', id))
      assert.deepEqual(readReference(target('User', id)), target('User', id))
    })
  }
  for (const id of ['', '.', '..', '_history', '_search', 'a b', 'a/b', 'ä', 'a\n', 'a'.repeat(65)]) {
    it(`${JSON.stringify(id)} is none`, () => {
      assert.ok(!isResourceId(id))
      assert.equal(parseReference(`User/${id}`), null)
      assert.equal(readReference(target('User', id)), null)
    })
  }
})

describe('references', () => {
  const read: readonly (readonly [unknown, ReturnType<typeof readReference>])[] = [
    [{ reference: 'User/a' }, target('User', 'a')],
    [{ reference: 'User/a/_history/2' }, target('User', 'a')],
    [{ reference: 'User/a', resourceType: 'User', id: 'a' }, target('User', 'a')],
    [{ reference: 'User/a', id: null }, target('User', 'a')],
    [{ resourceType: 'User', id: 'a', display: 'A' }, target('User', 'a')],
    [{ reference: 'User/a', id: 'b' }, 'contradictory'],
    [{ reference: 'User/a', resourceType: 'Client' }, 'contradictory'],
    [{ reference: 'https://other.example/User/a' }, null],
    [{ reference: '#a' }, null],
    [{ reference: 'user/a' }, null],
    [{ reference: 'User/a/_history' }, null],
    [{ reference: 'User/a/b' }, null],
    [{ resourceType: 'User' }, null],
    ['User/a', null],
    [null, null],
    [[{ reference: 'User/a' }], null],
    [Object.create({ reference: 'User/a' }), null],
  ]
  for (const [value, expected] of read) {
    it(JSON.stringify(value), () => assert.deepEqual(readReference(value), expected))
  }

  it('have an id for the type that is asked for', () => {
    assert.equal(referenceId({ reference: 'User/a_b' }, 'User'), 'a_b')
    assert.equal(referenceId({ resourceType: 'User', id: 'a_b' }, 'User'), 'a_b')
    assert.equal(referenceId({ reference: 'User/a' }, 'Client'), undefined)
    assert.equal(referenceId({ reference: 'User/a', id: 'b' }, 'User'), undefined)
    assert.equal(referenceId(undefined, 'User'), undefined)
  })
})

describe('references of documents', () => {
  const Thing = defineResource({
    type: 'Thing',
    schema: Type.Object({ owner: Type.Optional(Reference('User', 'Type2')) }),
  })
  const type = createRegistry([Thing]).types[0]
  const keep = (owner: JsonObject) => type?.normalise({ resourceType: 'Thing', owner }).owner
  const isValid = (reference: string) =>
    type?.validate({ resourceType: 'Thing', owner: { reference } }).length === 0

  it('are stored in one form', () => {
    assert.deepEqual(keep({ resourceType: 'User', id: 'a_b' }), { reference: 'User/a_b' })
    assert.deepEqual(keep({ resourceType: 'Type2', id: 'a' }), { reference: 'Type2/a' })
    for (const bad of [
      { resourceType: 'User', id: 'a', reference: 'User/b' },
      { resourceType: 'User', id: '..' },
      { id: 'a', reference: 'User/a' },
    ]) {
      assert.equal(keep(bad), bad)
    }
  })

  it('of users and sessions are of the one form, too', () => {
    const [user, session] = createRegistry([User, Session]).types
    const fhirUser = { resourceType: 'Patient', id: 'p_1' }
    const stored = user?.normalise({ resourceType: 'User', fhirUser })
    assert.deepEqual(stored?.fhirUser, { reference: 'Patient/p_1' })
    const start = { resourceType: 'Session', type: 'browser', active: true, start: '2030-01-01T00:00:00Z' }
    const problems = (reference: string) => session?.validate({ ...start, user: { reference } }).length
    assert.deepEqual([problems('User/a_b'), problems('Client/a')], [0, 1])
  })

  it('point to the types of the schema only', () => {
    for (const good of [
      'User/a',
      'Type2/a',
      'User/a/_history/1',
      'https://x.example/Thing/a',
      '#a',
      'urn:x:y',
    ])
      assert.ok(isValid(good), good)
    for (const bad of ['Thing/a', 'user/a', 'Type3/a', 'Thing/a b']) assert.ok(!isValid(bad), bad)
  })
})
