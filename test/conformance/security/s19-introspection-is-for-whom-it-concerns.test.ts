/** RFC 7662 §4: a client hears of its own tokens, of those that are meant for it, and of others by a policy alone. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import {
  bearer,
  getTokens,
  pkce,
  postToken,
  putClient,
  putUser,
  refresh,
  type Tokens,
  webapp,
} from '../../support/code-flow.ts'
import { bePatient } from '../../support/patience.ts'
import { basic, openTestApp, type TestApp } from '../../support/test-app.ts'

await bePatient()

const api = 'https://api.example'
const stranger = { secret: 'verysecret', grant_types: ['client_credentials'] }
const inactive = { active: false }
const maySee = (clientId: string) => ({
  engine: 'matcho',
  matcho: { client: { id: clientId } },
  link: [{ reference: 'Operation/Introspect' }],
})
let app: TestApp

before(async () => {
  app = await openTestApp()
  await putUser(app, 'ann', { userName: 'ann.other' })
  await putClient(app, 'opaque', webapp({ token_format: undefined }))
  await putClient(app, 'webapp')
  await putClient(app, 'caller', webapp({ audience: [api, 'named'] }))
  await putClient(app, 'stranger', stranger)
  await putClient(app, 'api', { ...stranger, resource_server_for: [api] })
  await putClient(app, 'named', stranger)
  await putClient(app, 'gateway', stranger)
  await app.root('PUT', '/AccessPolicy/gateway', maySee('gateway'))
})
after(() => app.close())

async function introspect(clientId: string, token = '', hint?: string): Promise<Record<string, unknown>> {
  const response = await app.fetch('/auth/introspect', {
    method: 'POST',
    headers: { authorization: basic(clientId, 'verysecret') },
    body: new URLSearchParams({ token, ...(hint !== undefined && { token_type_hint: hint }) }),
  })
  assert.equal(response.status, 200)
  return await response.json()
}

for (const clientId of ['opaque', 'webapp']) {
  it(`a token of a user is its client’s, and that of whom a policy allows it (${clientId})`, async () => {
    const { access_token } = await getTokens(app, clientId, 'ann', { params: { scope: 'openid' } })
    const told = await introspect(clientId, access_token)
    assert.equal(told.active, true)
    assert.equal(told.username, 'ann.other')
    assert.deepEqual(await introspect('gateway', access_token), told)
    for (const other of ['stranger', 'api', 'named'])
      assert.deepEqual(await introspect(other, access_token), inactive)
  })
}

it('a token for another audience is the resource server’s, by its id or by what it stands for', async () => {
  const { access_token } = await getTokens(app, 'caller', 'ann')
  for (const clientId of ['api', 'named', 'caller', 'gateway']) {
    const told = await introspect(clientId, access_token)
    assert.equal(told.client_id, 'caller')
    assert.deepEqual(told.aud, [api, 'named'])
  }
  assert.deepEqual(await introspect('stranger', access_token), inactive)
})

it('a policy that is taken back counts no more', async () => {
  const { access_token } = await getTokens(app, 'webapp', 'ann')
  await putClient(app, 'later', stranger)
  assert.deepEqual(await introspect('later', access_token), inactive)
  await app.root('PUT', '/AccessPolicy/later', maySee('later'))
  assert.equal((await introspect('later', access_token)).active, true)
  await app.root('DELETE', '/AccessPolicy/later')
  assert.deepEqual(await introspect('later', access_token), inactive)
})

describe('a refresh token', () => {
  const session = async ({ access_token }: Tokens) =>
    await app.fetch('/Session', { method: 'DELETE', headers: bearer(access_token) })

  it('is active for its client, with and without the hint, until its session ends', async () => {
    const tokens = await getTokens(app, 'webapp', 'ann', { params: { scope: 'openid' } })
    for (const hint of [undefined, 'refresh_token', 'access_token', 'other']) {
      const told = await introspect('webapp', tokens.refresh_token, hint)
      assert.equal(told.active, true)
      assert.equal(told.sub, 'ann')
      assert.equal(told.client_id, 'webapp')
      assert.equal(told.scope, 'openid')
      assert.ok(Number(told.exp) > Math.floor(app.clock.now() / 1000) + 86_000)
      assert.equal(told.token_type, undefined)
    }
    assert.deepEqual(await introspect('stranger', tokens.refresh_token), inactive)
    assert.deepEqual(await introspect('named', tokens.refresh_token), inactive)
    await session(tokens)
    assert.deepEqual(await introspect('webapp', tokens.refresh_token), inactive)
  })

  it('is not active once it was rotated', async () => {
    await putClient(app, 'rotating', webapp({ refresh_token_rotation: true }))
    const { verifier, params } = pkce()
    const client = { client_id: 'rotating', client_secret: 'verysecret' }
    const token = { ...client, code_verifier: verifier }
    const { refresh_token } = await getTokens(app, 'rotating', 'ann', { params, token })
    const next = await (await refresh(app, refresh_token ?? '', client)).json()
    assert.deepEqual(await introspect('rotating', refresh_token), inactive)
    assert.equal((await introspect('rotating', next.refresh_token)).active, true)
  })
})

it('a token that a client got for itself is its own', async () => {
  const params = { grant_type: 'client_credentials', client_id: 'stranger', client_secret: 'verysecret' }
  const { access_token } = await (await postToken(app, params)).json()
  assert.equal((await introspect('stranger', access_token)).sub, 'stranger')
  assert.deepEqual(await introspect('api', access_token), inactive)
})

it('a client that only says its id hears nothing', async () => {
  const body = new URLSearchParams({ token: 'x', client_id: 'webapp' })
  assert.equal((await app.fetch('/auth/introspect', { method: 'POST', body })).status, 401)
})

it('GET /Operation lists the operation', async () => {
  assert.match(JSON.stringify(await app.root('GET', '/Operation')), /"Introspect"/)
})
