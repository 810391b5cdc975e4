import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Role } from '../../../src/directory/Role.ts'
import type { JsonObject } from '../../../src/kernel/json.ts'
import { AccessPolicy } from '../../../src/policies/resources/AccessPolicy.ts'
import { createRegistry } from '../../../src/schema/create-registry.ts'

const registry = createRegistry([AccessPolicy, Role])

function write(type: string, fields: JsonObject) {
  const resource = registry.get(type)?.normalise({ resourceType: type, id: 'x', ...fields }) ?? {}
  return {
    resource,
    problems: registry
      .get(type)
      ?.validate(resource)
      .map(({ expression }) => expression),
  }
}

const user = { reference: 'User/ann' }

describe('AccessPolicy and Role as the engine takes them', () => {
  it('a pattern reaches its check as it was written', () => {
    const { problems } = write('AccessPolicy', { engine: 'matcho', matcho: { a: {}, b: null, c: [] } })
    assert.deepEqual(problems, ['AccessPolicy.matcho.a', 'AccessPolicy.matcho.b', 'AccessPolicy.matcho.c'])
  })

  it('so do nested rules', () => {
    const { problems } = write('AccessPolicy', { engine: 'complex', and: [{ engine: 'complex', or: [] }] })
    assert.deepEqual(problems, ['AccessPolicy.and[0].or'])
  })

  it('links have one form', () => {
    const { resource, problems } = write('AccessPolicy', {
      engine: 'allow',
      link: [{ resourceType: 'Operation', id: 'FhirRead' }],
    })
    assert.deepEqual([resource.link, problems], [[{ reference: 'Operation/FhirRead' }], []])
  })

  const bad: readonly (readonly [string, JsonObject, string])[] = [
    ['AccessPolicy', { engine: 'allow', policy: 1 }, 'AccessPolicy.policy'],
    ['AccessPolicy', { engine: 'allow', link: [{ reference: 'Patient/p' }] }, 'AccessPolicy.link[0]'],
    ['AccessPolicy', {}, 'AccessPolicy.engine'],
    ['Role', { name: 'n' }, 'Role.user'],
    ['Role', { user }, 'Role.name'],
    ['Role', { name: 'n', user: { reference: 'Patient/p' } }, 'Role.user'],
  ]
  for (const [type, fields, path] of bad) {
    it(`${type} ${JSON.stringify(fields)} is refused`, () => {
      assert.ok(write(type, fields).problems?.includes(path))
    })
  }

  it('a Role is open, and its links have one form', () => {
    const links = { practitioner: { resourceType: 'Practitioner', id: 'p1' } }
    const { resource, problems } = write('Role', { name: 'n', user, links, context: { a: [] }, extra: 1 })
    assert.deepEqual(problems, [])
    assert.deepEqual(resource.links, { practitioner: { reference: 'Practitioner/p1' } })
  })

  it('their examples are valid', () => {
    for (const { type, examples } of registry.types) {
      for (const example of examples) assert.deepEqual(write(type, example).problems, [])
    }
  })
})
