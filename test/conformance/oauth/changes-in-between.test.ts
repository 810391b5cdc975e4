/** What changes between two steps of a flow: secrets, clients and people that are not what they were a moment ago. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import {
  allowUser,
  authorizeUrl,
  basic,
  bearer,
  errorOf,
  getCode,
  getTokens,
  pkce,
  postToken,
  putClient,
  putUser,
  redirectParams,
  refresh,
  signIn,
  webapp,
} from '../../support/code-flow.ts'
import { bePatient } from '../../support/patience.ts'
import { openTestApp, type TestApp } from '../../support/test-app.ts'
import { UserAgent } from '../../support/user-agent.ts'

await bePatient()

let app: TestApp

before(async () => {
  app = await openTestApp()
  await putUser(app, 'ann')
  await putUser(app, 'bob')
  await allowUser(app, 'ann')
  await allowUser(app, 'bob')
})
after(() => app.close())

async function statusOf(token: string): Promise<number> {
  return (await app.fetch('/Client', { headers: bearer(token) })).status
}

function redeem(code: string, client: Record<string, string>): Promise<Response> {
  return postToken(app, { grant_type: 'authorization_code', code, ...client })
}

describe('the secret of a client', () => {
  it('that was verified a moment ago is worth nothing after its rotation', async () => {
    const robot = { grant_types: ['basic', 'client_credentials'], first_party: true }
    await putClient(app, 'robot', { ...robot, secret: 'the-first-secret' })
    const ask = (secret: string) =>
      postToken(app, { grant_type: 'client_credentials', client_id: 'robot', client_secret: secret })
    const call = async (secret: string) =>
      (await app.fetch('/Client', { headers: { authorization: basic('robot', secret) } })).status
    assert.equal((await ask('the-first-secret')).status, 200)
    assert.equal(await call('the-first-secret'), 403)
    await putClient(app, 'robot', { ...robot, secret: 'the-second-secret' })
    assert.equal(await errorOf(await ask('the-first-secret'), 401), 'invalid_client')
    assert.equal(await call('the-first-secret'), 401)
    assert.equal((await ask('the-second-secret')).status, 200)
    assert.equal(await errorOf(await ask('the-first-secret'), 401), 'invalid_client')
  })

  it('that is lost is missed: neither its code nor its refresh token is worth anything without a proof', async () => {
    const open = { secret_required: undefined }
    await putClient(app, 'loser', webapp(open))
    const tokens = await getTokens(app, 'loser', 'ann')
    const code = await getCode(app, 'loser', 'ann')
    await putClient(app, 'loser', webapp(open, { secret: null }))
    assert.equal(await errorOf(await redeem(code, { client_id: 'loser' }), 400), 'invalid_grant')
    const again = await refresh(app, tokens.refresh_token ?? '', { client_id: 'loser' })
    assert.equal(await errorOf(again, 401), 'invalid_client')
    const { verifier, params } = pkce()
    const proved = await getCode(app, 'loser', 'ann', params)
    assert.equal((await redeem(proved, { client_id: 'loser', code_verifier: verifier })).status, 200)
  })
})

describe('a client that is made again', () => {
  it('redeems no code of its predecessor, though id, secret and redirect URI are the same', async () => {
    await putClient(app, 'phoenix')
    const phoenix = { client_id: 'phoenix', client_secret: 'verysecret' }
    const code = await getCode(app, 'phoenix', 'ann')
    await app.root('DELETE', '/Client/phoenix')
    await putClient(app, 'phoenix')
    assert.equal(await errorOf(await redeem(code, phoenix), 400), 'invalid_grant')
    const fresh = await getCode(app, 'phoenix', 'ann')
    assert.equal((await redeem(fresh, phoenix)).status, 200)
  })
})

describe('a second sign-in in the same browser', () => {
  it('of somebody else leaves nothing of the first alive', async () => {
    await putClient(app, 'shared')
    const token = { client_id: 'shared', client_secret: 'verysecret' }
    const agent = new UserAgent(app)
    const first = await getTokens(app, 'shared', 'ann', { agent, token })
    const cookie = agent.cookies.get('firekeep_session') ?? ''
    assert.equal(await statusOf(first.access_token), 200)
    app.clock.advance(3600)
    const response = await signIn(agent, authorizeUrl('shared', { prompt: 'login' }), 'bob')
    assert.ok(redirectParams(response).get('code'))
    assert.equal(await statusOf(first.access_token), 401)
    assert.equal(await errorOf(await refresh(app, first.refresh_token ?? '', token), 400), 'invalid_grant')
    const old = new UserAgent(app)
    old.cookies.set('firekeep_session', cookie)
    assert.match(await (await old.open(authorizeUrl('shared'))).text(), /name="password"/)
  })
})
