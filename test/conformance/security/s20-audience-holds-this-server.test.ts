/** RFC 9068 §4: a token is taken here only if its `aud` names this server. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { decodeJwt } from 'jose'
import { allowUser, bearer, getTokens, putClient, putUser, refresh, webapp } from '../../support/code-flow.ts'
import { bePatient } from '../../support/patience.ts'
import { baseUrl, openTestApp, type TestApp } from '../../support/test-app.ts'

await bePatient()

const other = 'https://other.example'
let app: TestApp
before(async () => {
  app = await openTestApp()
  await putUser(app, 'ann')
  await allowUser(app, 'ann')
  for (const format of ['jwt', 'opaque']) {
    await putClient(app, `other-${format}`, webapp({ audience: other, token_format: format }))
    await putClient(
      app,
      `both-${format}`,
      webapp({ audience: [other, `${baseUrl}/fhir`], token_format: format }),
    )
  }
})
after(() => app.close())

const use = async (token: string) => (await app.fetch('/Client', { headers: bearer(token) })).status

for (const format of ['jwt', 'opaque']) {
  describe(`a token (${format})`, () => {
    it('for another server is refused here, also after a refresh, and that server may ask about it', async () => {
      const client = { client_id: `other-${format}`, client_secret: 'verysecret' }
      const tokens = await getTokens(app, client.client_id, 'ann')
      assert.equal(await use(tokens.access_token), 401)
      const again = await (await refresh(app, tokens.refresh_token ?? '', client)).json()
      assert.equal(await use(again.access_token), 401)
      const body = new URLSearchParams({ token: tokens.access_token, ...client })
      const told = await (await app.fetch('/auth/introspect', { method: 'POST', body })).json()
      assert.equal(told.active, true)
      assert.equal(told.aud, other)
    })

    it('for another server and this one is taken by both', async () => {
      const { access_token } = await getTokens(app, `both-${format}`, 'ann')
      assert.equal(await use(access_token), 200)
      if (format === 'jwt') assert.deepEqual(decodeJwt(access_token).aud, [other, baseUrl])
    })

    it('of such a client that asked for one of them is for that one', async () => {
      const narrow = await getTokens(app, `both-${format}`, 'ann', { params: { resource: other } })
      assert.equal(await use(narrow.access_token), 401)
      const ours = await getTokens(app, `both-${format}`, 'ann', { params: { resource: `${baseUrl}/fhir` } })
      assert.equal(await use(ours.access_token), 200)
    })
  })
}
