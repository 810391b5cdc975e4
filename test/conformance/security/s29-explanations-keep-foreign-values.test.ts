/** In development mode everybody hears which policies were tried, and nobody what those of others expect. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { bePatient } from '../../support/patience.ts'
import { ask, putRobot, statusOf } from '../../support/policy-callers.ts'
import { openTestApp, type TestApp } from '../../support/test-app.ts'

await bePatient()

const key = 'k-123456'

describe('explanations', () => {
  let app: TestApp
  before(async () => {
    app = await openTestApp({ DEV_MODE: 'on' })
    await putRobot(app, 'bob')
    await putRobot(app, 'own', { engine: 'matcho', matcho: { headers: { 'x-internal-key': key } } })
    await putRobot(app, 'explains', { engine: 'matcho', matcho: { operation: { id: 'Explain' } } })
    const engines = {
      matcho: {
        engine: 'matcho',
        description: `the key is ${key}`,
        matcho: { headers: { 'x-internal-key': key } },
      },
      schema: {
        engine: 'json-schema',
        schema: {
          required: ['headers'],
          properties: {
            headers: { required: ['x-key'], properties: { 'x-key': { pattern: `^${key}$` } } },
          },
        },
      },
      nested: {
        engine: 'complex',
        and: [
          { engine: 'matcho', matcho: { 'query-string': key } },
          { engine: 'matcho', matcho: { scheme: 'http' } },
        ],
      },
    }
    for (const [id, policy] of Object.entries(engines)) await app.root('PUT', `/AccessPolicy/${id}`, policy)
  })
  after(() => app.close())

  it('tell no value of a policy that is not linked to the caller', async () => {
    const [status, text] = await ask(app, 'bob', 'GET /Role/r?__debug=policy', undefined, { 'x-key': 'x' })
    assert.equal(status, 200)
    assert.ok(!text.includes(key), text)
    const { policies, decision } = JSON.parse(text)
    assert.equal(decision.allowed, false)
    assert.deepEqual(policies.map((policy: Record<string, unknown>) => [policy.id, policy.result]).sort(), [
      ['matcho', { 'eval-result': false, errors: [{ path: ['headers', 'x-internal-key'] }] }],
      [
        'nested',
        {
          'eval-result': false,
          and: [{ 'eval-result': false, errors: [{ path: ['query-string'] }] }],
        },
      ],
      ['schema', { 'eval-result': false, errors: [{ path: '/headers/x-key' }] }],
    ])
  })

  it('tell the values of the own policies, and all of them to whom a policy lets hear them', async () => {
    const own = JSON.parse((await ask(app, 'own', 'GET /Role/r?__debug=policy'))[1])
    const told = own.policies.filter((policy: object) => JSON.stringify(policy).includes(key))
    assert.deepEqual(
      told.map(({ id }: { id: string }) => id),
      ['own-0'],
    )
    const [, all] = await ask(app, 'explains', 'GET /Role/r?__debug=policy')
    assert.equal(
      JSON.parse(all).policies.filter((policy: object) => JSON.stringify(policy).includes(key)).length,
      2,
    )
    assert.equal(await statusOf(app, 'explains', 'GET /Role/r'), 403)
  })

  it('tell nothing of the stored resource to whom may not read it', async () => {
    await app.root('PUT', '/Role/r', { name: key, user: { reference: 'User/admin' } })
    await putRobot(app, 'looks', { engine: 'matcho', matcho: { stored: { name: 'x' }, uri: '.stored.name' } })
    const [status, text] = await ask(app, 'looks', 'GET /Role/r?__debug=policy')
    assert.equal(status, 200)
    assert.ok(!text.includes(key), text)
    const { policies } = JSON.parse(text)
    const { result } = policies.find(({ id }: { id: string }) => id === 'looks-0')
    assert.deepEqual(result.errors, [{ path: ['uri'] }, { path: ['stored', 'name'] }])
  })
})
