import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { parseYaml } from '../../../src/formats/yaml.ts'
import type { JsonObject } from '../../../src/kernel/json.ts'
import { bePatient } from '../../support/patience.ts'
import { basic, openTestApp, rootSecret, type TestApp } from '../../support/test-app.ts'

await bePatient()

const secret = 'a-secret-of-the-caller'
const root = basic('root', rootSecret)

interface Explanation {
  readonly request: JsonObject & { readonly headers: JsonObject }
  readonly operation: JsonObject
  readonly decision: { readonly allowed: boolean; readonly reason?: string }
  readonly policies: readonly { readonly id: string; readonly result: { 'eval-result': boolean } }[]
}

/** `nobody` has no policy, `reader` one for a path, `developer` one for explanations. */
async function openWithCallers(devMode: 'on' | 'off'): Promise<TestApp> {
  const app = await openTestApp({ DEV_MODE: devMode, SU_HEADER: 'on' })
  for (const id of ['nobody', 'reader', 'developer']) {
    await app.root('PUT', `/Client/${id}`, { resourceType: 'Client', id, secret, grant_types: ['basic'] })
  }
  await app.root('PUT', '/AccessPolicy/reads', {
    ...{ resourceType: 'AccessPolicy', id: 'reads', engine: 'matcho' },
    matcho: { uri: '#^/Client', 'request-method': 'get' },
    link: [{ reference: 'Client/reader' }],
  })
  await app.root('PUT', '/AccessPolicy/explains', {
    ...{ resourceType: 'AccessPolicy', id: 'explains', engine: 'matcho' },
    matcho: { operation: { id: 'Explain' }, client: { id: 'developer' } },
    link: [{ reference: 'Operation/Explain' }],
  })
  return app
}

const as = (caller: string, headers: Record<string, string> = {}): RequestInit => ({
  headers: { authorization: caller === 'root' ? root : basic(caller, secret), ...headers },
})

describe('explanations in development mode', () => {
  let app: TestApp
  before(async () => {
    app = await openWithCallers('on')
  })
  after(() => app.close())

  for (const path of [
    '/Client?__debug=policy',
    '/fhir/Client?name=x&__debug=policy',
    '/Client/root?__debug=policy',
  ]) {
    it(`tells a known caller why ${path} is refused`, async () => {
      const response = await app.fetch(path, as('nobody'))
      assert.equal(response.status, 200)
      assert.equal(response.headers.get('cache-control'), 'no-store')
      const { request, decision, operation } = (await response.json()) as Explanation
      assert.deepEqual([decision.allowed, decision.reason], [false, 'forbidden'])
      assert.equal(request['requested-uri'], path.split('?')[0])
      assert.equal(operation.id, path.includes('root') ? 'FhirRead' : 'FhirSearch')
    })
  }

  it('names every policy that was looked at, with its result', async () => {
    const response = await app.fetch('/Client', as('reader', { 'x-debug': 'policy' }))
    const { decision, policies } = (await response.json()) as Explanation
    assert.equal(decision.allowed, true)
    assert.deepEqual(
      policies.map((policy) => [policy.id, policy.result['eval-result']]),
      [['reads', true]],
    )
  })

  it('answers in YAML', async () => {
    const response = await app.fetch('/Client', as('nobody', { 'x-debug': 'policy', accept: 'text/yaml' }))
    assert.match(response.headers.get('content-type') ?? '', /^text\/yaml/)
    const { decision } = parseYaml(await response.text()) as unknown as Explanation
    assert.equal(decision.allowed, false)
  })

  it('carries nothing out, and tells no secret', async () => {
    const body = JSON.stringify({ resourceType: 'Client', id: 'new', secret: 'never-to-be-told' })
    const headers = { 'content-type': 'application/json', 'x-debug': 'policy', cookie: 'a=never-to-be-told' }
    for (const [method, path] of [
      ['PUT', '/Client/new'],
      ['POST', '/Client'],
    ] as const) {
      const response = await app.fetch(path, { ...as('root', headers), method, body })
      const text = await response.text()
      assert.equal(response.status, 200, text)
      assert.equal(JSON.parse(text).request.body.id, 'new')
      for (const told of ['never-to-be-told', rootSecret, root.slice(6)])
        assert.ok(!text.includes(told), text)
    }
    await app.root('GET', '/Client/new', undefined, 404)
    const deletion = await app.fetch('/Client/nobody?__debug=policy', { ...as('root'), method: 'DELETE' })
    assert.equal(((await deletion.json()) as Explanation).decision.allowed, true)
    await app.root('GET', '/Client/nobody', undefined, 200)
  })

  for (const [what, path, init, status] of [
    ['nobody', '/Client?__debug=policy', {}, 401],
    ['nobody, by header', '/Client', { headers: { 'x-debug': 'policy' } }, 401],
    [
      'bad credentials',
      '/Client?__debug=policy',
      { headers: { authorization: basic('root', 'wrong') } },
      401,
    ],
    ['another value', '/Client?__debug=all', as('nobody'), 403],
    ['another value of the header', '/Client', as('nobody', { 'x-debug': 'on' }), 403],
  ] as const) {
    it(`answers as usual for ${what}`, async () => {
      const response = await app.fetch(path, init)
      assert.equal(response.status, status)
      const text = await response.text()
      assert.equal(JSON.parse(text).resourceType, 'OperationOutcome')
      assert.ok(!text.includes('policies'))
    })
  }
})

describe('explanations outside development mode', () => {
  let app: TestApp
  before(async () => {
    app = await openWithCallers('off')
  })
  after(() => app.close())

  it('are for callers with the operation Explain, whatever they may do else', async () => {
    for (const caller of ['developer', 'root']) {
      const response = await app.fetch('/Client?__debug=policy', as(caller))
      const { decision } = (await response.json()) as Explanation
      assert.deepEqual([response.status, decision.allowed], [200, caller === 'root'])
    }
  })

  it('are not for others: they get the usual answer', async () => {
    assert.equal((await app.fetch('/Client?__debug=policy', as('nobody'))).status, 403)
    assert.equal((await app.fetch('/Client?__debug=policy')).status, 401)
    // A policy for the path is none for explanations of it.
    const response = await app.fetch(
      '/Client?__debug=policy&_count=1',
      as('reader', { prefer: 'handling=strict' }),
    )
    const text = await response.text()
    assert.equal(response.status, 200, text)
    const bundle = JSON.parse(text)
    assert.deepEqual([bundle.resourceType, bundle.entry.length], ['Bundle', 1])
    assert.ok(bundle.link.length === 2 && !text.includes('__debug'), text)
  })

  it('are of the user that an administrator acts as, and for the administrator', async () => {
    await app.root('PUT', '/User/ann', { email: 'ann@example.com' })
    const response = await app.fetch('/Client/root', as('root', { su: 'User/ann', 'x-debug': 'policy' }))
    const { decision, request } = (await response.json()) as Explanation
    assert.deepEqual([decision.allowed, (request.user as JsonObject).id], [false, 'ann'])
  })

  it('are not for anonymous callers, even where everybody may do everything', async () => {
    await app.root('PUT', '/AccessPolicy/open', { engine: 'allow', public: true })
    const response = await app.fetch('/Client?__debug=policy')
    assert.equal(((await response.json()) as JsonObject).resourceType, 'Bundle')
  })

  it('can be linked to: the operation is listed', async () => {
    assert.equal((await app.root('GET', '/Operation/Explain')).id, 'Explain')
  })
})
