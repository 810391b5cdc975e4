/** RFC 9700 §2.6: no CORS where a person's browser is led to. And a HEAD does nothing there: no code, no sign-out. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { authorizeUrl, getTokens, putClient, putUser, redirectParams } from '../../support/code-flow.ts'
import { bePatient } from '../../support/patience.ts'
import { openTestApp, type TestApp } from '../../support/test-app.ts'
import { UserAgent } from '../../support/user-agent.ts'

await bePatient()

let app: TestApp
before(async () => {
  app = await openTestApp({ CORS_ORIGINS: 'https://named.example *' })
  await putUser(app, 'ann')
  await putClient(app, 'webapp')
})
after(() => app.close())

const steps = [authorizeUrl('webapp'), '/auth/login', '/auth/grant', '/auth/logout']
const corsHeaders = (response: Response) =>
  [...response.headers.keys()].filter((name) => name.startsWith('access-control-'))

for (const step of steps) {
  describe(step, () => {
    for (const origin of ['http://myapp.app', 'https://named.example', 'https://any.example']) {
      it(`says nothing to scripts of ${origin}`, async () => {
        const preflight = { origin, 'access-control-request-method': 'POST' }
        for (const [method, headers] of [
          ['GET', { origin }],
          ['POST', { origin }],
          ['OPTIONS', preflight],
          ['PATCH', { origin }],
        ] as const) {
          assert.deepEqual(corsHeaders(await app.fetch(step, { method, headers })), [], method)
        }
      })
    }

    it('takes no HEAD', async () => {
      const response = await app.fetch(step, { method: 'HEAD' })
      assert.equal(response.status, 405)
      assert.equal(response.headers.get('allow'), 'GET, POST, OPTIONS')
    })
  })
}

it('the endpoints that scripts of applications call stay open to them', async () => {
  for (const path of ['/auth/token', '/auth/userinfo', '/auth/revoke', '/.well-known/openid-configuration']) {
    const response = await app.fetch(path, { headers: { origin: 'http://myapp.app' } })
    assert.ok(response.headers.get('access-control-allow-origin'), path)
  }
  const head = await app.fetch('/.well-known/jwks.json', { method: 'HEAD' })
  assert.equal(head.status, 200)
})

it('a HEAD of somebody who is signed in gets no code and ends nothing', async () => {
  const agent = new UserAgent(app)
  const { id_token = '' } = await getTokens(app, 'webapp', 'ann', { agent, params: { scope: 'openid' } })
  const head = await agent.request(authorizeUrl('webapp'), { method: 'HEAD' })
  assert.equal(head.headers.get('location'), null)
  const logout = `/auth/logout?${new URLSearchParams({ id_token_hint: id_token })}`
  assert.equal((await agent.request(logout, { method: 'HEAD' })).status, 405)
  assert.ok(redirectParams(await agent.open(authorizeUrl('webapp'))).get('code'), 'still signed in')
})
