/** A third party's token carries the resource scopes that the person allowed, and no right without them. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { allowUser, bearer, getTokens, putClient, putUser, refresh } from '../../support/code-flow.ts'
import { bePatient } from '../../support/patience.ts'
import { openTestApp, type TestApp } from '../../support/test-app.ts'
import { allowThird, putThird, third } from '../../support/third-party.ts'
import { UserAgent } from '../../support/user-agent.ts'

await bePatient()

let app: TestApp
before(async () => {
  app = await openTestApp()
  await putUser(app, 'ann')
  await allowUser(app, 'ann')
  await putClient(app, 'webapp')
  await putThird(app)
})
after(() => app.close())

const status = async (path: string, token: string, method = 'GET') =>
  (await app.fetch(path, { method, headers: bearer(token) })).status

describe('a third-party token without resource scopes', () => {
  it('reaches /auth/userinfo and no resource, whatever its user may', async () => {
    const { access_token } = await allowThird(app, { scope: 'openid email' })
    assert.equal(await status('/auth/userinfo', access_token), 200)
    for (const path of ['/User', '/User/ann', '/Client/third', '/AccessPolicy', '/fhir/User/ann', '/Session'])
      assert.equal(await status(path, access_token), 403, path)
    assert.equal(await status('/AccessPolicy/allow-ann', access_token, 'DELETE'), 403)
    assert.equal(await status('/auth/test-policy', access_token, 'POST'), 403)
  })

  it('nor does one that asked for no scope at all, or one that was refreshed', async () => {
    const tokens = await allowThird(app, {})
    assert.equal(await status('/User', tokens.access_token), 403)
    const again = await (await refresh(app, tokens.refresh_token ?? '', third)).json()
    assert.equal(await status('/User', again.access_token), 403)
  })
})

describe('unrestricted access', () => {
  it('is a scope of its own, which consent to less does not give', async () => {
    const agent = new UserAgent(app)
    const all = await allowThird(app, { scope: 'openid user/*.cruds' }, agent)
    assert.equal(all.scope, 'openid user/*.cruds')
    assert.equal(await status('/User', all.access_token), 200)
    const less = await allowThird(app, { scope: 'openid', prompt: 'consent login' }, agent)
    assert.equal(await status('/User', less.access_token), 403)
  })
})

describe('a first-party token', () => {
  it('carries the rights of its user where no resource scope was asked for', async () => {
    const { access_token } = await getTokens(app, 'webapp', 'ann', { params: { scope: 'openid' } })
    assert.equal(await status('/User', access_token), 200)
  })

  it('and no more than the resource scopes where some were', async () => {
    const params = { scope: 'openid user/Client.read' }
    const tokens = await getTokens(app, 'webapp', 'ann', { params })
    assert.equal(await status('/Client', tokens.access_token), 200)
    assert.equal(await status('/User', tokens.access_token), 403)
    const less = await refresh(app, tokens.refresh_token ?? '', {
      ...{ client_id: 'webapp', client_secret: 'verysecret', scope: 'openid' },
    })
    assert.equal(await status('/Client', (await less.json()).access_token), 403, 'gains nothing')
  })
})
