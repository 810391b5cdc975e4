/** The plug-ins of examples/, each beside `oauth` and without it, granted by policies and by an access of their own. */
import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import apiKey from '../../../examples/plugins/api-key.ts'
import readOnlyAccess from '../../../examples/plugins/read-only-access.ts'
import trustedHeader from '../../../examples/plugins/trusted-header.ts'
import { oauth } from '../../../src/oauth/oauth.ts'
import type { Plugin } from '../../../src/plugin.ts'
import { policies } from '../../../src/policies/policies.ts'
import { baseUrl, basic, openTestApp, rootSecret, type TestApp } from '../../support/test-app.ts'

const secret = 'an-api-key-of-thirty-two-characters'
const proxy = '203.0.113.7'
const people = [
  { resourceType: 'User', id: 'ann' },
  { resourceType: 'User', id: 'bob', inactive: true },
  { resourceType: 'Role', id: 'ann-nurse', name: 'nurse', user: { reference: 'User/ann' } },
]
const keys = ['ann', 'bob'].map((user) => ({
  ...{ resourceType: 'ApiKey', id: `${user}-key`, secret },
  user: { reference: `User/${user}` },
}))
const ordinaryPolicies = [
  {
    ...{ resourceType: 'AccessPolicy', id: 'ann-reads-users', engine: 'matcho' },
    link: [{ reference: 'User/ann' }],
    matcho: { operation: { id: 'FhirRead' }, params: { 'resource/type': 'User' } },
  },
  {
    ...{ resourceType: 'AccessPolicy', id: 'nurses-search-users', engine: 'matcho', roleName: 'nurse' },
    matcho: { operation: { id: 'FhirSearch' }, params: { 'resource/type': 'User' } },
  },
]

interface Authentication {
  readonly plugin: Plugin
  readonly resources: readonly object[]
  readonly challenge: string | undefined
  readonly of: (user: string) => Record<string, string>
  readonly bad: Record<string, string>
}

const authentications: readonly Authentication[] = [
  {
    plugin: apiKey,
    resources: keys,
    challenge: 'ApiKey realm="firekeep"',
    of: (user) => ({ authorization: `ApiKey ${user}-key:${secret}` }),
    bad: { authorization: `ApiKey ann-key:${'x'.repeat(32)}` },
  },
  {
    plugin: trustedHeader,
    resources: [],
    challenge: undefined,
    of: (user) => ({ 'x-remote-user': user }),
    bad: { 'x-remote-user': 'nobody' },
  },
]

for (const authentication of authentications) {
  for (const withOAuth of [true, false]) {
    for (const withPolicies of [true, false]) {
      const access = withPolicies ? 'policies' : 'an access of its own'
      describe(`${authentication.plugin.name} ${withOAuth ? 'beside' : 'without'} oauth, with ${access}`, () => {
        testCombination(authentication, withOAuth, withPolicies)
      })
    }
  }
}

function testCombination(authentication: Authentication, withOAuth: boolean, withPolicies: boolean): void {
  let folder = ''
  let app: TestApp
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'firekeep-plugins-'))
    const bundle = join(folder, 'init.json')
    const granted = withPolicies ? ordinaryPolicies : []
    await writeFile(bundle, JSON.stringify([...people, ...authentication.resources, ...granted]))
    app = await openTestApp({ INIT_BUNDLE: bundle, TRUSTED_PROXIES: proxy }, [
      ...(withOAuth ? [oauth()] : []),
      ...(withPolicies ? [policies()] : [readOnlyAccess()]),
      authentication.plugin,
    ])
  })
  after(async () => {
    await app?.close()
    await rm(folder, { recursive: true, force: true })
  })
  const statusOf = async (headers: Record<string, string>, path = '/User/ann', init: RequestInit = {}) =>
    (await app.fetch(path, { headers, ...init })).status

  it('the user may what is granted, and nothing else', async () => {
    const headers = authentication.of('ann')
    assert.equal(await statusOf(headers), 200)
    assert.equal(await statusOf(headers, '/User'), 200)
    const changes = { ...headers, 'content-type': 'application/json' }
    assert.equal(await statusOf(changes, '/User/ann', { method: 'PUT', body: '{}' }), 403)
    assert.equal(await statusOf(headers, '/User/ann', { method: 'DELETE' }), 403)
    assert.equal(await statusOf(headers, '/Role'), withPolicies ? 403 : 200)
  })

  it('bad credentials, and those of an inactive user, are 401', async () => {
    assert.equal(await statusOf(authentication.bad), 401)
    assert.equal(await statusOf(authentication.of('bob')), 401)
  })

  it('nobody, and credentials that nobody owns, are 401 with the challenge of every scheme', async () => {
    const expected = [
      ...(withOAuth ? ['Bearer realm="firekeep"', 'Basic realm="firekeep", charset="UTF-8"'] : []),
      ...(authentication.challenge === undefined ? [] : [authentication.challenge]),
    ]
    for (const authorization of [undefined, 'Unheard of']) {
      const headers = authorization === undefined ? undefined : { authorization }
      const response = await app.fetch('/User/ann', { headers })
      assert.equal(response.status, 401)
      assert.equal(response.headers.get('www-authenticate') ?? '', expected.join(', '))
    }
  })

  it('a header for proxies is worth nothing from anybody else', async () => {
    const headers = { 'x-remote-user': 'ann' }
    const response = await app.app.fetch(new Request(`${baseUrl}/User/ann`, { headers }), '198.51.100.1')
    assert.equal(response.status, 401)
  })

  if (withOAuth) {
    it('the root client still may do everything', async () => {
      const headers = { authorization: basic('root', rootSecret) }
      assert.equal(await statusOf(headers, '/Session'), 200)
      assert.equal(await statusOf(headers, '/Client/root'), 200)
    })
  }
}
