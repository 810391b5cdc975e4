import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Caller } from '../../../src/engine/ports/access.ts'
import { createRequestObject, toPlainRequest } from '../../../src/policies/decisions/request-object.ts'
import { operation, registry, snapshot } from './fixtures.ts'

const subject: Caller = {
  name: 'User/ann',
  user: { resourceType: 'User', id: 'ann', password: 'hash' },
  client: { resourceType: 'Client', id: 'web', secret: 'hash', auth: { key: 'k', basic: true } },
  session: { resourceType: 'Session', id: 's1' },
  claims: { sub: 'ann' },
  roles: [{ resourceType: 'Role', id: 'r1', name: 'nurse' }],
  actsForUserAlone: true,
}

describe('request object', () => {
  it('has all that is documented, in plain JSON', () => {
    const request = snapshot({
      method: 'PUT',
      queryString: 'a=1&a=2&b=3&c=',
      headers: new Headers({
        'X-Tenant': 't1',
        Authorization: 'Bearer x',
        Cookie: 'c',
        'Proxy-Authorization': 'p',
        'X-Empty': '',
      }),
    })
    const query = [
      ['a', '1'],
      ['a', '2'],
      ['b', '3'],
      ['c', ''],
    ] as const
    const body = { resourceType: 'Patient', active: true }
    const made = createRequestObject(
      operation({ id: 'FhirUpdate', versionId: '7', query, body, request }),
      subject,
      registry,
    )
    assert.deepEqual(toPlainRequest(made), {
      'request-method': 'put',
      scheme: 'https',
      uri: '/Patient/p1',
      'requested-uri': '/fhir/Patient/p1',
      'query-string': 'a=1&a=2&b=3&c=',
      'remote-addr': '10.0.0.1',
      operation: { id: 'FhirUpdate' },
      headers: { 'x-tenant': 't1' },
      params: { a: ['1', '2'], b: '3', 'resource/type': 'Patient', 'resource/id': 'p1', 'resource/vid': '7' },
      body,
      resource: body,
      user: { resourceType: 'User', id: 'ann' },
      client: { resourceType: 'Client', id: 'web', auth: { basic: true } },
      session: { resourceType: 'Session', id: 's1', role: subject.roles },
      jwt: { sub: 'ann' },
    })
  })

  it('leaves out what is empty', () => {
    const bare = operation({
      id: 'FhirCapabilities',
      type: undefined,
      resourceId: undefined,
      request: snapshot({ path: '/metadata', remoteAddress: '', queryString: '' }),
    })
    assert.deepEqual(toPlainRequest(createRequestObject(bare, null, registry)), {
      'request-method': 'get',
      scheme: 'https',
      uri: '/metadata',
      'requested-uri': '/metadata',
      operation: { id: 'FhirCapabilities' },
    })
  })

  it('has a uri without the base, whichever was called', () => {
    for (const [path, uri] of [
      ['/fhir', '/'],
      ['/fhir/metadata', '/metadata'],
      ['/fhirs/x', '/fhirs/x'],
      ['/User', '/User'],
    ] as const) {
      const made = createRequestObject(operation({ request: snapshot({ path }) }), null, registry)
      assert.deepEqual([made.uri, made['requested-uri']], [uri, path])
    }
  })

  it('leaves out empty texts', () => {
    const data = { ward: '', floor: 1, wings: ['', 'a'], name: { given: [''] } }
    const user = { resourceType: 'User', id: 'ann', email: '', data }
    const made = createRequestObject(operation(), { ...subject, user }, registry)
    assert.deepEqual(toPlainRequest(made).user, {
      resourceType: 'User',
      id: 'ann',
      data: { floor: 1, wings: ['a'] },
    })
  })

  it('shows HEAD as get', () => {
    const head = operation({ request: snapshot({ method: 'HEAD' }) })
    assert.equal(createRequestObject(head, null, registry)['request-method'], 'get')
  })

  it('does not let a query say what only the router knows', () => {
    const query = [
      ['resource/id', 'mine'],
      ['resource/type', 'User'],
      ['__proto__', 'x'],
    ] as const
    const search = operation({ id: 'FhirSearch', resourceId: undefined, query })
    const params = createRequestObject(search, null, registry).params as Record<string, unknown>
    assert.deepEqual(Object.entries(params), [
      ['__proto__', 'x'],
      ['resource/type', 'Patient'],
    ])
    assert.equal(Object.getPrototypeOf(params), null)
  })

  it('makes each part once', () => {
    const made = createRequestObject(operation({ query: [['a', 'b']] }), subject, registry)
    assert.equal(made.params, made.params)
    assert.equal(made.session, made.session)
  })

  it('gives no roles to a client that acts for itself', () => {
    const made = createRequestObject(operation(), { ...subject, user: undefined }, registry)
    assert.deepEqual(made.session, subject.session)
  })
})

describe('request object: secrets of a body', () => {
  const bodyOf = (body: object, changes: object = {}) => {
    const made = createRequestObject(
      operation({ id: 'FhirUpdate', body, ...changes } as never),
      null,
      registry,
    )
    return toPlainRequest(made)
  }

  const rows: readonly (readonly [string, object, object, unknown])[] = [
    [
      'of the type that the document says',
      { resourceType: 'Client', secret: 's', name: 'n' },
      {},
      { resourceType: 'Client', name: 'n' },
    ],
    ['of the type that the route says', { secret: 's', name: 'n' }, { type: 'Client' }, { name: 'n' }],
    [
      'of both, when they differ',
      { resourceType: 'Client', secret: 's', password: 'p', name: 'n' },
      { type: 'User' },
      { resourceType: 'Client', name: 'n' },
    ],
    ['nested', { auth: { key: 'k', x: 1 } }, { type: 'Client' }, { auth: { x: 1 } }],
    [
      'within a list where none belongs',
      { auth: [{ key: 'k', x: 1 }] },
      { type: 'Client' },
      { auth: [{ x: 1 }] },
    ],
    [
      'of the entries of a Bundle',
      { resourceType: 'Bundle', entry: [{ resource: { resourceType: 'User', password: 'p', id: 'u' } }, {}] },
      { type: undefined, id: 'FhirTransaction' },
      { resourceType: 'Bundle', entry: [{ resource: { resourceType: 'User', id: 'u' } }, {}] },
    ],
    ['all of a body that is only secret', { secret: 's' }, { type: 'Client' }, undefined],
    [
      'all of a FHIRPath patch of such a type',
      { resourceType: 'Parameters', parameter: [] },
      { type: 'Client', id: 'FhirPatch' },
      undefined,
    ],
    ['not what merely has the name', { secret: 's' }, { type: 'Patient' }, { secret: 's' }],
  ]
  for (const [name, body, changes, expected] of rows) {
    it(name, () => {
      const before = JSON.stringify(body)
      assert.deepEqual(bodyOf(body, changes).body, expected)
      assert.equal(JSON.stringify(body), before)
    })
  }

  it('has no resource for a patch, which is none', () => {
    assert.equal(bodyOf({ a: 1 }, { id: 'FhirPatch' }).resource, undefined)
    assert.deepEqual(bodyOf({ a: 1 }).resource, { a: 1 })
  })
})
