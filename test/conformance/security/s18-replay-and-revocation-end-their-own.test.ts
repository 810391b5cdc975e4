/** RFC 6749 §4.1.2, RFC 7009 §2.1: a replayed code and a revoked refresh token end what came from them, and no more. */
import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import {
  authorizeUrl,
  bearer,
  errorOf,
  getCode,
  pkce,
  postToken,
  putClient,
  putUser,
  refresh,
  type Tokens,
  webapp,
  webappSecret,
} from '../../support/code-flow.ts'
import { bePatient } from '../../support/patience.ts'
import { openTestApp, type TestApp } from '../../support/test-app.ts'
import { UserAgent } from '../../support/user-agent.ts'

await bePatient()

let app: TestApp
let agent: UserAgent
/** Of another first-party client in the same browser. */
let other: Tokens

const { verifier, params } = pkce()
const spa = { client_id: 'spa', code_verifier: verifier }

before(async () => {
  app = await openTestApp()
  await putUser(app, 'ann')
  await putClient(app, 'spa', webapp({ secret_required: undefined }, { secret: undefined }))
  await putClient(app, 'webapp')
})
after(() => app.close())

beforeEach(async () => {
  agent = new UserAgent(app)
  const code = await getCode(app, 'webapp', 'ann', {}, agent)
  other = await (await redeem(code, webappSecret)).json()
})

const redeem = (code: string, client: Record<string, string>) =>
  postToken(app, { grant_type: 'authorization_code', code, ...client })

const use = async ({ access_token }: Tokens) =>
  (await app.fetch('/auth/userinfo', { headers: bearer(access_token) })).status

async function spaCode(): Promise<string> {
  const { headers } = await agent.open(authorizeUrl('spa', params))
  return new URL(headers.get('location') ?? '').searchParams.get('code') ?? ''
}

async function assertOthersGoOn(): Promise<void> {
  assert.equal(await use(other), 200)
  assert.match((await agent.open(authorizeUrl('webapp'))).headers.get('location') ?? '', /[?&]code=/)
}

describe('a code that is used twice', () => {
  it('ends its tokens, and not the sign-in of the browser or other applications', async () => {
    const code = await spaCode()
    const tokens: Tokens = await (await redeem(code, spa)).json()
    assert.equal(await use(tokens), 200)
    assert.equal(await errorOf(await redeem(code, spa), 400), 'invalid_grant')
    assert.equal(await use(tokens), 401)
    assert.equal(
      await errorOf(await refresh(app, tokens.refresh_token ?? '', { client_id: 'spa' }), 400),
      'invalid_grant',
    )
    await assertOthersGoOn()
  })

  it('ends nothing where the verifier does not fit, or is not there', async () => {
    const code = await spaCode()
    const tokens: Tokens = await (await redeem(code, spa)).json()
    const guesses: Record<string, string>[] = [
      { client_id: 'spa', code_verifier: 'x'.repeat(43) },
      { client_id: 'spa' },
    ]
    for (const guess of guesses) assert.equal(await errorOf(await redeem(code, guess), 400), 'invalid_grant')
    assert.equal(await use(tokens), 200)
  })

  it('without a challenge, ends nothing for who does not have the secret', async () => {
    await putClient(app, 'lax', webapp({ secret_required: undefined }))
    const secret = { client_id: 'lax', client_secret: 'verysecret' }
    const location = (await agent.open(authorizeUrl('lax'))).headers.get('location') ?? ''
    const code = new URL(location).searchParams.get('code') ?? ''
    const tokens: Tokens = await (await redeem(code, secret)).json()
    assert.equal(await errorOf(await redeem(code, { client_id: 'lax' }), 401), 'invalid_client')
    assert.equal(await use(tokens), 200)
    assert.equal(await errorOf(await redeem(code, secret), 400), 'invalid_grant')
    assert.equal(await use(tokens), 401)
  })
})

it('a revoked refresh token ends its session, and not the sign-in of the browser or other applications', async () => {
  const tokens: Tokens = await (await redeem(await spaCode(), spa)).json()
  const body = new URLSearchParams({ token: tokens.refresh_token ?? '', client_id: 'spa' })
  assert.equal((await app.fetch('/auth/revoke', { method: 'POST', body })).status, 200)
  assert.equal(await use(tokens), 401)
  await assertOthersGoOn()
})

it('a client that is deactivated ends its own sessions, and not the sign-ins that they came from', async () => {
  await putClient(app, 'brief')
  const location = (await agent.open(authorizeUrl('brief'))).headers.get('location') ?? ''
  const code = new URL(location).searchParams.get('code') ?? ''
  const tokens: Tokens = await (
    await redeem(code, { client_id: 'brief', client_secret: 'verysecret' })
  ).json()
  await putClient(app, 'brief', webapp({}, { active: false }))
  assert.equal(await use(tokens), 401)
  await assertOthersGoOn()
})
