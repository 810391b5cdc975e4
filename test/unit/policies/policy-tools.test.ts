import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { engineOperations } from '../../../src/engine/operations.ts'
import type { Caller } from '../../../src/engine/ports/access.ts'
import { createAuthorize } from '../../../src/host/authorize.ts'
import { AppError } from '../../../src/kernel/errors.ts'
import type { JsonObject, JsonValue } from '../../../src/kernel/json.ts'
import { silentLog } from '../../../src/kernel/log.ts'
import type { Route, RouteRequest } from '../../../src/plugin.ts'
import { createPolicyAccess } from '../../../src/policies/decisions/create-policy-access.ts'
import { createMatchoRoute } from '../../../src/policies/tools/matcho.ts'
import { createTestPolicyRoute } from '../../../src/policies/tools/test-policy.ts'
import { createFakeStore, hostOf, link, snapshot } from './fixtures.ts'

const admin: Caller = { name: 'User/root', user: { id: 'root' }, roles: [], actsForUserAlone: true }
const other: Caller = { ...admin, name: 'User/x', user: { id: 'x' } }

const { store } = createFakeStore([
  { resourceType: 'AccessPolicy', id: 'a', engine: 'allow', link: link('User/root') },
  { resourceType: 'User', id: 'ann', name: 'Ann', password: 'hash' },
  { resourceType: 'Client', id: 'web', secret: 'hash' },
  { resourceType: 'User', id: 'an_n' },
  { resourceType: 'Client', id: 'we_b' },
  { resourceType: 'Role', id: 'r', name: 'nurse', user: { reference: 'User/ann' } },
  { resourceType: 'Role', id: 's', name: 'nurse', user: { reference: 'User/bob' } },
])
const host = hostOf(store)
const access = createPolicyAccess({ ...host, log: silentLog })
const parseBody = (text: string) => JSON.parse(text) as JsonValue
const tools = {
  ...host,
  ...access,
  authorize: createAuthorize(access.decide),
  parseBody,
  operations: engineOperations,
}
const testPolicy = createTestPolicyRoute(tools)
const matcho = createMatchoRoute(tools)

async function post(route: Route, body: unknown, subject: Caller | null = admin) {
  const request: RouteRequest = {
    note() {},
    ...snapshot({ method: 'POST', path: route.path }),
    params: {},
    url: new URL(`https://h.example${route.path}`),
    text: async () => JSON.stringify(body),
    caller: () => subject,
  }
  const answer = await route.methods.POST?.(request)
  return (await answer?.json()) as JsonObject
}

const refused = (category: string, expression?: string) => (error: unknown) => {
  assert.ok(error instanceof AppError)
  assert.equal(error.category, category)
  assert.equal(error.expression ?? error.issues?.[0]?.expression, expression)
  return true
}

describe('policy tools are for those who may', () => {
  for (const route of [testPolicy, matcho]) {
    it(route.path, async () => {
      const body = { policy: { engine: 'allow' }, matcho: 1, resource: 1 }
      await assert.rejects(post(route, body, null), refused('unauthenticated'))
      await assert.rejects(post(route, body, other), refused('forbidden'))
      assert.ok(await post(route, body))
    })
  }
})

describe('POST /auth/test-policy', () => {
  it('evaluates with the real user, client and roles, without their secrets', async () => {
    const request = {
      'request-method': 'get',
      'user-id': 'ann',
      'client-id': 'web',
      headers: { 'X-A': '1', Authorization: 'Bearer x' },
      operation: { id: 'FhirRead' },
    }
    const policy = {
      engine: 'matcho',
      matcho: { session: { role: { $contains: { name: 'nurse' } } }, uri: '/x' },
    }
    assert.deepEqual(await post(testPolicy, { request, policy }), {
      request: {
        'request-method': 'get',
        headers: { 'x-a': '1' },
        operation: { id: 'FhirRead' },
        client: { resourceType: 'Client', id: 'web' },
        user: { resourceType: 'User', id: 'ann', name: 'Ann' },
        session: {
          role: [{ resourceType: 'Role', id: 'r', name: 'nurse', user: { reference: 'User/ann' } }],
        },
      },
      operation: { id: 'FhirRead' },
      result: { 'eval-result': false, errors: [{ path: ['uri'], expected: '/x', but: null }] },
    })
  })

  it('knows users and clients with an underscore in their id', async () => {
    const given = { 'user-id': 'an_n', 'client-id': 'we_b' }
    const { request } = await post(testPolicy, { request: given, policy: { engine: 'allow' } })
    assert.deepEqual(request, {
      client: { resourceType: 'Client', id: 'we_b' },
      user: { resourceType: 'User', id: 'an_n' },
    })
  })

  it('says that a policy holds', async () => {
    const answer = await post(testPolicy, { policy: { engine: 'allow' } })
    assert.deepEqual(answer, { request: {}, operation: null, result: { 'eval-result': true } })
  })

  it('says what would be refused when it is written', async () => {
    const answer = await post(testPolicy, { policy: { engine: 'matcho', matcho: { usr: 'nil?' } } })
    assert.deepEqual(answer.result, { 'eval-result': true })
    const message = 'Unknown part of a request: usr; did you mean user?'
    assert.deepEqual(answer.refused, [{ expression: 'AccessPolicy.matcho.usr', message }])
  })

  it('sees a request as a real one would be seen', async () => {
    const request = {
      'request-method': 'GET',
      uri: '/fhir/Patient/p1',
      'query-string': '',
      params: { a: '' },
    }
    const policy = { engine: 'matcho', matcho: { 'request-method': 'get', uri: '/Patient/p1' } }
    const answer = await post(testPolicy, { request, policy })
    assert.deepEqual(answer.request, {
      'request-method': 'get',
      uri: '/Patient/p1',
      'requested-uri': '/fhir/Patient/p1',
    })
    assert.deepEqual(answer.result, { 'eval-result': true })
  })

  it('a policy that fails is a result', async () => {
    const policy = { engine: 'matcho', matcho: { a: { id: 'x' } } }
    const { result } = await post(testPolicy, { request: { a: { id: 'x', reference: 'User/y' } }, policy })
    assert.equal((result as JsonObject)['eval-result'], false)
    assert.equal(typeof (result as JsonObject).error, 'string')
  })

  const allow = { engine: 'allow' }
  const bad: readonly (readonly [string, unknown, string, string | undefined])[] = [
    ['a body that is a list', [], 'invalid', undefined],
    ['no policy', {}, 'unprocessable', 'policy'],
    ['request that is a text', { request: 'x', policy: allow }, 'unprocessable', 'request'],
    ['bad policy', { policy: { engine: 'x' } }, 'unprocessable', 'AccessPolicy.engine'],
    ['unknown user', { request: { 'user-id': 'bob' }, policy: allow }, 'unprocessable', 'request.user-id'],
    [
      'unknown client',
      { request: { 'client-id': 'ann' }, policy: allow },
      'unprocessable',
      'request.client-id',
    ],
    [
      'id that is none',
      { request: { 'user-id': { a: 1 } }, policy: allow },
      'unprocessable',
      'request.user-id',
    ],
    ['null id', { request: { 'user-id': null }, policy: allow }, 'unprocessable', 'request.user-id'],
  ]
  for (const [name, body, category, expression] of bad) {
    it(name, () => assert.rejects(post(testPolicy, body), refused(category, expression)))
  }
})

describe('POST /$matcho', () => {
  it('nothing to say', async () => {
    assert.deepEqual(await post(matcho, { matcho: { a: '.b' }, resource: { a: 1 }, context: { b: 1 } }), {
      result: [],
    })
  })
  it('mismatches', async () => {
    assert.deepEqual(await post(matcho, { matcho: { a: [1] }, resource: { a: [2] } }), {
      result: [{ path: ['a', 0], expected: 1, but: 2 }],
    })
  })
  it('bad pattern', () =>
    assert.rejects(post(matcho, { matcho: { a: '#(' } }), refused('unprocessable', 'matcho.a')))
  it('no pattern', () => assert.rejects(post(matcho, {}), refused('unprocessable', 'matcho')))
  it('what cannot be decided', () =>
    assert.rejects(
      post(matcho, { matcho: { id: 'x' }, resource: { id: 'x', reference: 'User/y' } }),
      refused('unprocessable'),
    ))
})
