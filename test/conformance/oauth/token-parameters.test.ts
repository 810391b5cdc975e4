/** What the token endpoint takes as a parameter, and what its ID tokens tell of the sign-in. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { decodeJwt } from 'jose'
import { errorOf, getTokens, putClient, putUser, refresh } from '../../support/code-flow.ts'
import { bePatient } from '../../support/patience.ts'
import { openTestApp, rootSecret, type TestApp } from '../../support/test-app.ts'

await bePatient()

let app: TestApp

before(async () => {
  app = await openTestApp()
  await putUser(app, 'ann')
  await putClient(app, 'webapp')
})
after(() => app.close())

describe('parameters in JSON', () => {
  it('invalid_request: lists in place of the texts of a request that is right otherwise (CWE-843)', async () => {
    const right: Record<string, string> = {
      grant_type: 'client_credentials',
      client_id: 'root',
      client_secret: rootSecret,
    }
    const headers = { 'content-type': 'application/json' }
    const send = (path: string, body: unknown) =>
      app.fetch(path, { method: 'POST', headers, body: JSON.stringify(body) })
    assert.equal((await send('/auth/token', right)).status, 200)
    for (const [name, value] of Object.entries(right)) {
      const wrong = { ...right, token: 'x', [name]: [value] }
      for (const path of ['/auth/token', '/auth/introspect', '/auth/revoke'])
        assert.equal(await errorOf(await send(path, wrong), 400), 'invalid_request', `${path} ${name}`)
    }
  })

  for (const value of [1, true, null, {}, []]) {
    it(`invalid_request: ${JSON.stringify(value)} in place of a text`, async () => {
      const body = JSON.stringify({ grant_type: 'refresh_token', refresh_token: value })
      const headers = { 'content-type': 'application/json' }
      const response = await app.fetch('/auth/token', { method: 'POST', headers, body })
      assert.equal(await errorOf(response, 400), 'invalid_request')
    })
  }
})

describe('OpenID Connect Core §2: amr and acr', () => {
  it('tells how the user signed in, as the session has it, after a refresh too', async () => {
    const tokens = await getTokens(app, 'webapp', 'ann', { params: { scope: 'openid' } })
    const refreshed = await (await refresh(app, tokens.refresh_token ?? '')).json()
    for (const token of [tokens.id_token ?? '', refreshed.id_token]) {
      const { amr, acr, sid } = decodeJwt(token)
      assert.deepEqual([amr, acr], [['pwd'], '1'])
      assert.deepEqual((await app.root('GET', `/Session/${sid}`)).amr, ['pwd'])
    }
  })
})
