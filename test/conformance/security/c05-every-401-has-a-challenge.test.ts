/** RFC 9110 §15.5.2: a 401 of the endpoints that clients call says how to authenticate, however the client tried. */
import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { basic, putClient, webapp } from '../../support/code-flow.ts'
import { bePatient } from '../../support/patience.ts'
import { openTestApp, type TestApp } from '../../support/test-app.ts'

await bePatient()

let app: TestApp

before(async () => {
  app = await openTestApp()
  await putClient(app, 'webapp', webapp({}, { grant_types: ['code', 'client_credentials'] }))
})
after(() => app.close())

const clients: [how: string, body: Record<string, string>, headers: Record<string, string>][] = [
  ['no client', {}, {}],
  ['an unknown client', { client_id: 'nobody' }, {}],
  ['the wrong secret in the body', { client_id: 'webapp', client_secret: 'wrong' }, {}],
  ['no secret', { client_id: 'webapp' }, {}],
  ['the wrong secret in the header', {}, { authorization: basic('webapp', 'wrong') }],
  ['no Basic', {}, { authorization: 'Basic %' }],
]
const requests: [path: string, body: Record<string, string>][] = [
  ['/auth/token', { grant_type: 'client_credentials' }],
  ['/auth/token', { grant_type: 'authorization_code', code: 'x' }],
  ['/auth/token', { grant_type: 'refresh_token', refresh_token: 'x' }],
  ['/auth/introspect', { token: 'x' }],
  ['/auth/revoke', { token: 'x' }],
]

for (const [path, request] of requests) {
  for (const [how, client, headers] of clients) {
    it(`${path} ${request.grant_type ?? ''} with ${how}`, async () => {
      // Failures slow down the ones that follow.
      app.clock.advance(7200)
      const body = new URLSearchParams({ ...request, ...client })
      const response = await app.fetch(path, { method: 'POST', body, headers })
      assert.equal(response.status, 401, await response.text())
      assert.match(response.headers.get('www-authenticate') ?? '', /^Basic realm=/)
    })
  }
}

it('/auth/userinfo and resources without credentials, or with a bad token', async () => {
  for (const path of ['/auth/userinfo', '/Client', '/Session']) {
    const tries: Record<string, string>[] = [{}, { authorization: 'Bearer x' }, { su: 'User/admin' }]
    for (const headers of tries) {
      const response = await app.fetch(path, { headers })
      assert.equal(response.status, 401)
      assert.match(response.headers.get('www-authenticate') ?? '', /Bearer realm=|Basic realm=/)
    }
  }
})
