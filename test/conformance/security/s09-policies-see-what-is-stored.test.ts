/** What a policy sees as `resource` is what is checked and stored: other spellings of it evade nothing. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { bePatient } from '../../support/patience.ts'
import { ask, putRobot, statusOf } from '../../support/policy-callers.ts'
import { openTestApp, type TestApp } from '../../support/test-app.ts'

await bePatient()

describe('a policy about the content', () => {
  let app: TestApp
  before(async () => {
    app = await openTestApp({ SCHEMA_DIR: new URL('../../../schemas', import.meta.url).pathname })
    await app.root('PUT', '/User/bob', { email: 'bob@example.com' })
    const role = { params: { 'resource/type': 'Role' } }
    await putRobot(app, 'by-not', {
      engine: 'matcho',
      matcho: { ...role, resource: { user: { reference: { $not: 'User/admin' } } } },
    })
    await putRobot(app, 'by-body', {
      engine: 'matcho',
      matcho: { ...role, body: { user: { reference: { $not: 'User/admin' } } } },
    })
    await putRobot(app, 'by-presence', {
      engine: 'matcho',
      matcho: { params: { 'resource/type': 'Patient' }, resource: { managingOrganization: 'present?' } },
    })
    await putRobot(app, 'by-length', {
      engine: 'json-schema',
      schema: {
        required: ['resource'],
        properties: { resource: { required: ['generalPractitioner', 'id'] } },
      },
    })
  })
  after(() => app.close())

  for (const user of [
    { reference: 'User/admin' },
    { resourceType: 'User', id: 'admin' },
    { reference: null, resourceType: 'User', id: 'admin' },
    { resourceType: 'User', id: 'admin', x: null },
    { resourceType: 'User', id: 'admin', x: {} },
    { reference: 'User/admin', type: null },
  ]) {
    it(`sees the one form of the reference ${JSON.stringify(user)}`, async () => {
      for (const robot of ['by-not', 'by-body']) {
        assert.equal(await statusOf(app, robot, 'POST /Role', { name: 'boss', user }), 403)
        assert.equal(await statusOf(app, robot, 'PUT /Role/r1', { name: 'boss', user }), 403)
      }
    })
  }

  it('does not see what will not be stored', async () => {
    for (const managingOrganization of [{}, null, { reference: null }, { identifier: {} }]) {
      assert.equal(await statusOf(app, 'by-presence', 'PUT /Patient/p', { managingOrganization }), 403)
    }
    for (const generalPractitioner of [[], [null], [{}], null]) {
      assert.equal(await statusOf(app, 'by-length', 'PUT /Patient/p', { generalPractitioner }), 403)
    }
  })

  it('sees what will', async () => {
    const user = { reference: null, resourceType: 'User', id: 'bob' }
    assert.equal(await statusOf(app, 'by-not', 'POST /Role', { name: 'nurse', user }), 201)
    const generalPractitioner = [null, { resourceType: 'Practitioner', id: 'x' }]
    // The id is that of the URL, though the body has none.
    assert.equal(await statusOf(app, 'by-length', 'PUT /Patient/p', { generalPractitioner }), 201)
    const stored = await app.root('GET', '/Patient/p')
    assert.deepEqual(stored.generalPractitioner, [{ reference: 'Practitioner/x' }])
  })

  it('is explained on the same document', async () => {
    const user = { reference: null, resourceType: 'User', id: 'admin' }
    const headers = { 'x-debug': 'policy' }
    await putRobot(app, 'explains', { engine: 'matcho', matcho: { operation: { id: 'Explain' } } })
    const [, text] = await ask(app, 'explains', 'POST /Role', { name: 'x', user, links: {} }, headers)
    const { request, decision } = JSON.parse(text)
    const document = { resourceType: 'Role', name: 'x', user: { reference: 'User/admin' } }
    assert.deepEqual([request.resource, request.body, decision.allowed], [document, document, false])
  })
})
