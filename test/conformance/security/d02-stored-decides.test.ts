/** A policy that looks at `stored` decides about what is read, replaced or deleted, not about what the caller says it is. */
import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import { bePatient } from '../../support/patience.ts'
import { ask, putRobot, statusOf } from '../../support/policy-callers.ts'
import { openTestApp, type TestApp } from '../../support/test-app.ts'

await bePatient()

const own = { context: { owner: 'me' } }
const foreign = { context: { owner: 'you' } }
const role = (more: object) => ({ name: 'n', user: { reference: 'User/admin' }, ...more })

describe('stored', () => {
  let app: TestApp
  before(async () => {
    app = await openTestApp()
    const type = { params: { 'resource/type': 'Role' } }
    await putRobot(app, 'owner', { engine: 'matcho', matcho: { ...type, stored: own } })
    await putRobot(app, 'writer', {
      engine: 'complex',
      and: [
        { engine: 'matcho', matcho: { ...type, 'request-method': 'put', resource: own } },
        {
          engine: 'complex',
          or: [
            { engine: 'matcho', matcho: { stored: 'nil?' } },
            { engine: 'matcho', matcho: { stored: own } },
          ],
        },
      ],
    })
    await putRobot(app, 'same-name', {
      engine: 'matcho',
      matcho: { ...type, resource: { name: '.stored.name' } },
    })
    await putRobot(app, 'schema', {
      engine: 'json-schema',
      schema: {
        required: ['stored'],
        properties: { stored: { properties: { context: { properties: { owner: { const: 'me' } } } } } },
      },
    })
    await putRobot(app, 'users', { engine: 'matcho', matcho: { stored: { password: 'present?' } } })
  })
  after(() => app.close())
  beforeEach(async () => {
    await app.root('PUT', '/Role/own', role(own))
    await app.root('PUT', '/Role/foreign', role(foreign))
  })

  it('decides reads: the resource, a version of it, its history', async () => {
    const { meta } = (await app.root('GET', '/Role/own')) as { meta: { versionId: string } }
    for (const path of ['/Role/own', '/Role/own/_history', `/Role/own/_history/${meta.versionId}`]) {
      assert.equal(await statusOf(app, 'owner', `GET ${path}`), 200, path)
      assert.equal(await statusOf(app, 'schema', `GET ${path}`), 200, path)
    }
    for (const path of ['/Role/foreign', '/Role/foreign/_history', '/Role/none', '/Role', '/Role/a b'])
      assert.equal(await statusOf(app, 'owner', `GET ${path}`), 403, path)
    assert.equal(await statusOf(app, 'schema', 'GET /Role/foreign'), 403)
  })

  it('decides updates: what belongs to others stays, whatever the body says', async () => {
    assert.equal(await statusOf(app, 'writer', 'PUT /Role/foreign', role(own)), 403)
    assert.equal(await statusOf(app, 'writer', 'PUT /Role/own', role(own)), 200)
    assert.equal(await statusOf(app, 'writer', 'PUT /Role/own', role(foreign)), 403)
    assert.equal(await statusOf(app, 'writer', 'PUT /Role/made', role(own)), 201)
    assert.deepEqual((await app.root('GET', '/Role/foreign')).context, foreign.context)
  })

  it('decides deletions', async () => {
    assert.equal(await statusOf(app, 'owner', 'DELETE /Role/foreign'), 403)
    assert.equal(await statusOf(app, 'owner', 'DELETE /Role/own'), 200)
    assert.equal(await statusOf(app, 'owner', 'DELETE /Role/own'), 403, 'there is nothing stored any more')
  })

  it('is compared with what is written', async () => {
    assert.equal(await statusOf(app, 'same-name', 'PUT /Role/foreign', role({ description: 'd' })), 200)
    assert.equal(await statusOf(app, 'same-name', 'PUT /Role/foreign', role({ name: 'other' })), 403)
  })

  it('keeps the conditions of the request', async () => {
    const stale = { 'if-match': 'W/"1"' }
    assert.equal(await statusOf(app, 'writer', 'PUT /Role/own', role(own), stale), 412)
    assert.equal(await statusOf(app, 'writer', 'PUT /Role/own', role(own), { 'if-none-match': '*' }), 412)
    assert.equal(await statusOf(app, 'owner', 'DELETE /Role/own', undefined, stale), 412)
  })

  it('has no secret, and is explained to whom may hear it', async () => {
    assert.equal(await statusOf(app, 'users', 'GET /User/admin'), 403)
    await putRobot(
      app,
      'explains',
      { engine: 'matcho', matcho: { operation: { id: 'Explain' } } },
      {
        engine: 'matcho',
        matcho: { stored: own },
      },
    )
    const [, text] = await ask(app, 'explains', 'GET /Role/foreign?__debug=policy')
    const { request, decision } = JSON.parse(text)
    assert.deepEqual([request.stored.context, decision.allowed], [foreign.context, false])
  })
})
