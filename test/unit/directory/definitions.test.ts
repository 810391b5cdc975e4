import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Role } from '../../../src/directory/Role.ts'
import { User } from '../../../src/directory/User.ts'
import type { JsonObject } from '../../../src/kernel/json.ts'
import { createRegistry } from '../../../src/schema/create-registry.ts'

const registry = createRegistry([User, Role])

function problemsOf(type: string, resource: JsonObject): readonly (string | undefined)[] {
  const definition = registry.get(type)
  assert.ok(definition)
  return definition
    .validate(definition.normalise({ resourceType: type, ...resource }))
    .map((one) => one.expression)
}

describe('a User', () => {
  it('has a password that is written only', () => {
    assert.deepEqual(registry.get('User')?.secretPaths, [['password']])
  })

  const refused: readonly (readonly [string, JsonObject])[] = [
    ['User.email', { email: 'nobody' }],
    ['User.userName', { userName: 'x'.repeat(201) }],
    ['User.inactive', { inactive: 'yes' }],
    ['User.fhirUser', { fhirUser: 'Practitioner/p1' }],
    ['User.other', { other: 1 }],
  ]
  for (const [expression, resource] of refused) {
    it(`is refused for ${expression} in ${JSON.stringify(resource).slice(0, 40)}`, () => {
      assert.deepEqual(problemsOf('User', resource), [expression])
    })
  }

  it('may keep anything under data', () => {
    assert.deepEqual(problemsOf('User', { data: { ward: { beds: [1, 2] } } }), [])
  })
})

describe('a Role', () => {
  const user = { reference: 'User/ann' }

  it('needs a name and a user', () => {
    assert.deepEqual(problemsOf('Role', { name: 'nurse', user }), [])
    assert.deepEqual(problemsOf('Role', { user }), ['Role.name'])
    assert.deepEqual(problemsOf('Role', { name: 'nurse' }), ['Role.user'])
  })

  it('is held by a User and nobody else', () => {
    assert.deepEqual(problemsOf('Role', { name: 'nurse', user: { reference: 'Client/web' } }), ['Role.user'])
  })

  it('links resources and nothing else', () => {
    const links = { practitioner: { reference: 'Practitioner/p1' } }
    assert.deepEqual(problemsOf('Role', { name: 'nurse', user, links }), [])
    assert.deepEqual(problemsOf('Role', { name: 'nurse', user, links: { practitioner: 'p1' } }), [
      'Role.links.practitioner',
    ])
  })

  it('is open for further fields', () => {
    assert.deepEqual(problemsOf('Role', { name: 'nurse', user, ward: 'north' }), [])
  })
})

describe('the definitions', () => {
  for (const { type, examples = [] } of [User, Role]) {
    it(`have an example of ${type} that fits`, () => {
      assert.ok(examples.length > 0)
      for (const example of examples) assert.deepEqual(problemsOf(type, { ...example }), [])
    })
  }
})
