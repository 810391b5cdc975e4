/** A policy on `uri` says the same whichever base is called. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { bePatient } from '../../support/patience.ts'
import { putRobot, statusOf } from '../../support/policy-callers.ts'
import { openTestApp, type TestApp } from '../../support/test-app.ts'

await bePatient()

describe('uri', () => {
  let app: TestApp
  before(async () => {
    app = await openTestApp()
    await putRobot(app, 'robot', {
      engine: 'matcho',
      matcho: { 'request-method': 'get', uri: { $not: '#^/(User|Client|Session|AccessPolicy)' } },
    })
    await putRobot(app, 'fhir-only', {
      engine: 'matcho',
      matcho: { 'request-method': 'get', 'requested-uri': '#^/fhir/Role' },
    })
  })
  after(() => app.close())

  for (const type of ['User', 'Client', 'Session', 'AccessPolicy']) {
    it(`${type} is refused under both bases`, async () => {
      assert.equal(await statusOf(app, 'robot', `GET /${type}`), 403)
      assert.equal(await statusOf(app, 'robot', `GET /fhir/${type}`), 403)
      assert.equal(await statusOf(app, 'robot', `GET /%66hir/${type}`), 403)
    })
  }

  it('what is not named is allowed under both', async () => {
    assert.equal(await statusOf(app, 'robot', 'GET /Role'), 200)
    assert.equal(await statusOf(app, 'robot', 'GET /fhir/Role'), 200)
  })

  it('what was called stands in requested-uri', async () => {
    assert.equal(await statusOf(app, 'fhir-only', 'GET /fhir/Role'), 200)
    assert.equal(await statusOf(app, 'fhir-only', 'GET /Role'), 403)
  })
})
