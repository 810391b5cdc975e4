/** Policies and roles of a user or client that was deleted do not pass to whoever is made under its id. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { bearer, getTokens, putClient, putUser } from '../../support/code-flow.ts'
import { bePatient } from '../../support/patience.ts'
import { putRobot, statusOf } from '../../support/policy-callers.ts'
import { openTestApp, type TestApp } from '../../support/test-app.ts'

await bePatient()

describe('who is made under the id of another', () => {
  let app: TestApp
  before(async () => {
    app = await openTestApp()
    await putClient(app, 'webapp')
  })
  after(() => app.close())

  const status = async (path: string, token: string) =>
    (await app.fetch(path, { headers: bearer(token) })).status
  const tokenOf = async (user: string) => (await getTokens(app, 'webapp', user)).access_token
  // Moments are told in milliseconds.
  const aMoment = () => new Promise((resolve) => setTimeout(resolve, 5))

  it('has no policy of the user before, until it is written again', async () => {
    const policy = { engine: 'allow', link: [{ reference: 'User/carl' }] }
    await putUser(app, 'carl')
    await app.root('PUT', '/AccessPolicy/carl', policy)
    assert.equal(await status('/Role', await tokenOf('carl')), 200)
    await app.root('DELETE', '/User/carl')
    await putUser(app, 'carl')
    const token = await tokenOf('carl')
    assert.equal(await status('/Role', token), 403)
    await aMoment()
    await app.root('PUT', '/AccessPolicy/carl', policy)
    assert.equal(await status('/Role', token), 200)
  })

  it('has no role of the user before', async () => {
    const role = { name: 'nurse', user: { reference: 'User/dora' } }
    await app.root('PUT', '/AccessPolicy/nurses', { engine: 'allow', roleName: 'nurse' })
    // Before its user: for the first of that id, as a bundle may bring them.
    await app.root('PUT', '/Role/dora', role)
    await putUser(app, 'dora')
    assert.equal(await status('/Client', await tokenOf('dora')), 200)
    await app.root('DELETE', '/User/dora')
    await putUser(app, 'dora')
    const token = await tokenOf('dora')
    assert.equal(await status('/Client', token), 403)
    await aMoment()
    await app.root('PUT', '/Role/dora', role)
    assert.equal(await status('/Client', token), 200)
  })

  it('has no policy of the client before', async () => {
    await putRobot(app, 'robot', { engine: 'allow' })
    assert.equal(await statusOf(app, 'robot', 'GET /Role'), 200)
    await app.root('DELETE', '/Client/robot')
    await putRobot(app, 'robot')
    assert.equal(await statusOf(app, 'robot', 'GET /Role'), 403)
  })

  it('is not the administrator, even under that id', async () => {
    await app.root('DELETE', '/User/admin')
    await putUser(app, 'admin')
    const token = await tokenOf('admin')
    assert.equal(await status('/Client', token), 403)
    assert.equal(await status('/AccessPolicy/admin-user', token), 403)
  })
})
