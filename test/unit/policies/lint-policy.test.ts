import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Role } from '../../../src/directory/Role.ts'
import { User } from '../../../src/directory/User.ts'
import { engineOperations, systemOperations } from '../../../src/engine/operations.ts'
import type { JsonObject } from '../../../src/kernel/json.ts'
import { lintPolicy } from '../../../src/policies/lint/lint-policy.ts'
import { warnOfPolicies } from '../../../src/policies/lint/warn-of-policies.ts'
import { AccessPolicy } from '../../../src/policies/resources/AccessPolicy.ts'
import { createRegistry } from '../../../src/schema/create-registry.ts'
import { createFakeStore, createRecordingLog, hostOf, link } from './fixtures.ts'

const operations = [...engineOperations, ...systemOperations, { id: 'Greet', description: 'Be greeted' }]
const known = { registry: createRegistry([User, Role, AccessPolicy]), operations }

const problems = (policy: JsonObject) =>
  lintPolicy(policy, known).map(({ message, expression }) => `${expression}: ${message}`)
const matcho = (pattern: JsonObject) => ({ engine: 'matcho', link: link('User/ann'), matcho: pattern })
const schema = (one: JsonObject) => ({ engine: 'json-schema', link: link('User/ann'), schema: one })

describe('what can never hold', () => {
  const rows: readonly (readonly [JsonObject, ...string[]])[] = [
    [
      { 'request-method': 'GET' },
      'AccessPolicy.matcho.request-method: Unknown method, which is in lower case: GET; did you mean get?',
    ],
    [
      { 'request-method': { $enum: ['get', 'Post', 'head'] } },
      'AccessPolicy.matcho.request-method.$enum[1]: Unknown method, which is in lower case: Post; did you mean post?',
      'AccessPolicy.matcho.request-method.$enum[2]: Unknown method, which is in lower case: head',
    ],
    [
      { 'request-method': '#^GET$' },
      'AccessPolicy.matcho.request-method: This fits no method, which is in lower case',
    ],
    [
      { 'request-method': { $not: 'DELETE' } },
      'AccessPolicy.matcho.request-method.$not: Unknown method, which is in lower case: DELETE; did you mean delete?',
    ],
    [{ usr: { id: 'ann' } }, 'AccessPolicy.matcho.usr: Unknown part of a request: usr; did you mean user?'],
    [
      { $not: { usr: 'nil?' } },
      'AccessPolicy.matcho.$not.usr: Unknown part of a request: usr; did you mean user?',
    ],
    [
      { '$one-of': [{ uri: '/User' }, { method: 'get' }] },
      'AccessPolicy.matcho.$one-of[1].method: Unknown part of a request: method',
    ],
    [
      { resource: { user: { reference: '.usr.id' } } },
      'AccessPolicy.matcho.resource.user.reference: Unknown part of a request: usr; did you mean user?',
    ],
    [
      { params: { 'resource/type': 'Rol' } },
      'AccessPolicy.matcho.params.`resource/type`: Unknown resource type: Rol; did you mean Role?',
    ],
    [
      { params: { 'resource/type': '#^Patient' } },
      'AccessPolicy.matcho.params.`resource/type`: This fits no resource type',
    ],
    [
      { resource: { resourceType: 'Usr' } },
      'AccessPolicy.matcho.resource.resourceType: Unknown resource type: Usr; did you mean User?',
    ],
    [
      { params: { 'resource/types': 'Role' } },
      'AccessPolicy.matcho.params.`resource/types`: Unknown search parameter: resource/types; did you mean resource/type?',
    ],
    [
      { params: { 'resource/type': 'Role', usr: '.user.id' } },
      'AccessPolicy.matcho.params.usr: Unknown search parameter of Role: usr; did you mean user?',
    ],
    [
      { params: { 'resource/type': 'Role', email: 'x' } },
      'AccessPolicy.matcho.params.email: Unknown search parameter of Role: email',
    ],
    [{ user: { id: '.params.patient' } }, 'AccessPolicy.matcho.user.id: Unknown search parameter: patient'],
    [
      { params: { patient: 'Patient/p1' } },
      'AccessPolicy.matcho.params.patient: Unknown search parameter: patient',
    ],
    [
      { operation: { id: 'FhirRaed' } },
      'AccessPolicy.matcho.operation.id: Unknown operation: FhirRaed; did you mean FhirRead?',
    ],
    [
      { operation: { name: 'FhirRead' } },
      'AccessPolicy.matcho.operation.name: Unknown part of an operation: name',
    ],
    [
      { headers: { 'X-Key': 'k' } },
      'AccessPolicy.matcho.headers.X-Key: Names of headers are in lower case: x-key',
    ],
    [
      { headers: { cookie: 'k' } },
      'AccessPolicy.matcho.headers.cookie: The header is a credential, which policies do not see',
    ],
    [{ uri: '/fhir/Role' }, 'AccessPolicy.matcho.uri: `uri` is without the base /fhir, whichever was called'],
    [
      { uri: { $not: '#^/fhir/User' } },
      'AccessPolicy.matcho.uri.$not: `uri` is without the base /fhir, whichever was called',
    ],
    [{ uri: 'Role' }, 'AccessPolicy.matcho.uri: A path begins with a slash'],
    [{ scheme: 'HTTPS' }, 'AccessPolicy.matcho.scheme: Unknown scheme: HTTPS; did you mean https?'],
  ]
  for (const [pattern, ...expected] of rows) {
    it(JSON.stringify(pattern), () => assert.deepEqual(problems(matcho(pattern)), expected))
  }

  it('in a JSON Schema', () => {
    const found = problems(
      schema({
        required: ['usr'],
        properties: {
          'request-method': { enum: ['GET', 'post'] },
          params: { properties: { 'resource/type': { const: 'Rol' } }, required: ['resource/id', 'patient'] },
        },
        anyOf: [{ properties: { uri: { pattern: '^/fhir/' } } }, { not: { required: ['clients'] } }],
      }),
    )
    assert.deepEqual(found, [
      'AccessPolicy.schema.properties.request-method.enum[0]: Unknown method, which is in lower case: GET; did you mean get?',
      'AccessPolicy.schema.properties.params.properties.`resource/type`.const: Unknown resource type: Rol; did you mean Role?',
      'AccessPolicy.schema.properties.params.required[1]: Unknown search parameter: patient',
      'AccessPolicy.schema.required[0]: Unknown part of a request: usr; did you mean user?',
      'AccessPolicy.schema.anyOf[0].properties.uri.pattern: `uri` is without the base /fhir, whichever was called',
      'AccessPolicy.schema.anyOf[1].not.required[0]: Unknown part of a request: clients; did you mean client?',
    ])
  })

  it('within rules, all at once', () => {
    const parts = [matcho({ usr: 'present?' }), { engine: 'complex', or: [matcho({ uri: '/fhir' })] }]
    assert.deepEqual(
      lintPolicy({ engine: 'complex', link: link('User/a'), and: parts }, known).map(
        ({ expression }) => expression,
      ),
      ['AccessPolicy.and[0].matcho.usr', 'AccessPolicy.and[1].or[0].matcho.uri'],
    )
  })
})

describe('what can hold', () => {
  const good: readonly JsonObject[] = [
    { 'request-method': { $enum: ['get', 'put'] }, uri: '#^/Role', scheme: 'https' },
    {
      'request-method': '#^p',
      params: { 'resource/type': { $enum: ['User', 'Role'] }, email: 'present?', user: 'x' },
    },
    { params: { 'resource/type': '.user.data.type', 'user:missing': 'false', _count: '1', name: 'n' } },
    { params: { 'resource/type': { $not: 'User' }, email: 'x', 'resource/id': '.user.id' } },
    { operation: { id: { $enum: ['FhirRead', 'FhirPatch', 'OpenApi', 'FhirTransaction'] } } },
    { operation: { id: 'Greet' }, params: { whom: 'present?' } },
    { resource: { anything: 'GET', resourceType: 'Role' }, stored: { usr: 'x' }, body: { x: 1 } },
    {
      user: { data: { usr: '.session.role.0.name' } },
      client: { id: 'web' },
      jwt: { scope: { $contains: 'a' } },
    },
    {
      'requested-uri': '#^/fhir/',
      'query-string': 'nil?',
      'remote-addr': '10.0.0.1',
      headers: { 'x-key': 'k' },
    },
    { session: { role: { $contains: { name: 'nurse', links: { practitioner: '.resource.performer' } } } } },
  ]
  for (const pattern of good) {
    it(JSON.stringify(pattern), () => assert.deepEqual(problems(matcho(pattern)), []))
  }

  it('parameters of an operation of a plug-in that is linked to', () => {
    const policy = { engine: 'matcho', link: link('Operation/Greet'), matcho: { params: { whom: 'x' } } }
    assert.deepEqual(problems(policy), [])
  })
})

describe('stored policies that would be refused today', () => {
  it('are told at the start, by their ids, and once', async () => {
    const fake = createFakeStore([
      { resourceType: 'AccessPolicy', id: 'open', engine: 'allow' },
      { resourceType: 'AccessPolicy', id: 'fine', engine: 'allow', roleName: 'nurse' },
      { resourceType: 'AccessPolicy', id: 'never', ...matcho({ 'request-method': 'GET', usr: 'x' }) },
      { resourceType: 'AccessPolicy', id: 'broken', engine: 'matcho', matcho: 7 },
    ])
    const log = createRecordingLog()
    await warnOfPolicies({ ...hostOf(fake.store), ...known, log })
    const [line, ...more] = log.lines
    assert.deepEqual(more, [])
    const { count, policies } = (line?.fields ?? {}) as { count: number; policies: { policy: string }[] }
    assert.deepEqual([count, policies.map(({ policy }) => policy)], [2, ['never', 'open']])
  })

  it('are not told of where there are none', async () => {
    const log = createRecordingLog()
    await warnOfPolicies({ ...hostOf(createFakeStore().store), ...known, log })
    assert.deepEqual(log.lines, [])
  })
})

describe('elements that stay as they are', () => {
  const of = (type: string, ...paths: string[]) =>
    problems({ ...matcho({ params: { 'resource/type': type } }), readonly: paths })

  it('are elements of the type', () => {
    assert.deepEqual(
      of('User', 'data', 'data.ward', 'fhirUser.reference', 'emails.value', 'password', 'meta'),
      [],
    )
    assert.deepEqual(of('Role', 'anything'), [], 'of an open type')
    assert.deepEqual(of('User', 'data', 'fhiruser', 'name.given', 'ward'), [
      'AccessPolicy.readonly[1]: Unknown element of User: fhiruser; did you mean fhirUser?',
      'AccessPolicy.readonly[2]: Unknown element of User: name.given',
      'AccessPolicy.readonly[3]: Unknown element of User: ward',
    ])
  })
})

describe('what is open by accident', () => {
  const open = 'AccessPolicy.public'
  const everything = { engine: 'matcho', matcho: { user: 'nil?' } }
  const rows: readonly (readonly [string, JsonObject, boolean])[] = [
    ['allow for nobody in particular', { engine: 'allow' }, true],
    ['allow for a user', { engine: 'allow', link: link('User/ann') }, false],
    ['allow for a role', { engine: 'allow', roleName: 'nurse' }, false],
    ['allow that says so', { engine: 'allow', public: true }, false],
    ['allow that says no', { engine: 'allow', public: false }, true],
    [
      'an alternative that is allow',
      { engine: 'complex', or: [matcho({ uri: '/x' }), { engine: 'allow' }] },
      true,
    ],
    ['a pattern that asks only for what is not there', everything, true],
    ['a pattern that asks for something', { engine: 'matcho', matcho: { 'request-method': 'get' } }, false],
    ['public beside a link', { engine: 'allow', public: true, link: link('User/ann') }, true],
    ['public beside a role', { engine: 'allow', public: true, roleName: 'nurse' }, true],
  ]
  for (const [name, policy, isRefused] of rows) {
    it(name, () => {
      assert.deepEqual(
        lintPolicy(policy, known).map(({ expression }) => expression),
        isRefused ? [open] : [],
      )
    })
  }
})
