/** Signing keys change at the age of SIGNING_KEY_ROTATION, no token is refused for it, and old ones are dropped. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { decodeProtectedHeader } from 'jose'
import { allowUser, bearer, getTokens, putClient, putUser } from '../../support/code-flow.ts'
import { bePatient } from '../../support/patience.ts'
import { openTestApp, type TestApp } from '../../support/test-app.ts'

await bePatient()

let app: TestApp
before(async () => {
  app = await openTestApp({ SIGNING_KEY_ROTATION: '1d' })
  await putUser(app, 'ann')
  await allowUser(app, 'ann')
  await putClient(app, 'webapp')
})
after(() => app.close())

const kids = async () =>
  (await (await app.fetch('/.well-known/jwks.json')).json()).keys.map(({ kid }: { kid: string }) => kid)
const use = async (token: string) => (await app.fetch('/Client', { headers: bearer(token) })).status
const tokens = async () => {
  const { access_token, id_token = '' } = await getTokens(app, 'webapp', 'ann', {
    params: { scope: 'openid' },
  })
  return {
    access_token,
    id_token,
    kids: [access_token, id_token].map((one) => decodeProtectedHeader(one).kid),
  }
}

describe('signing keys', () => {
  it('change at their age, without a refused token, and retire', async () => {
    const first = await tokens()
    app.clock.advance(86_400 - 100)
    const last = await tokens()
    assert.deepEqual(last.kids, first.kids)
    assert.equal((await kids()).length, 4, 'the next ones are published')
    app.clock.advance(200)
    const second = await tokens()
    for (const kid of second.kids) assert.ok(!first.kids.includes(kid), 'changed')
    assert.equal(await use(last.access_token), 200, 'of the old key')
    assert.equal(await use(second.access_token), 200)
    for (const kid of [...first.kids, ...second.kids]) assert.ok((await kids()).includes(kid))
    app.clock.advance(1200)
    const now = await kids()
    for (const kid of first.kids) assert.ok(!now.includes(kid), 'dropped behind its last token')
    for (const kid of second.kids) assert.ok(now.includes(kid))
  })
})
