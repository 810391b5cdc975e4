/** RFC 9700 §4.14.2: however often a refresh token is sent, one chain of its successors lives. */
import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import {
  authorizeUrl,
  bearer,
  errorOf,
  getTokens,
  pkce,
  putClient,
  putUser,
  refresh,
  type Tokens,
  webapp,
} from '../../support/code-flow.ts'
import { bePatient } from '../../support/patience.ts'
import { openTestApp, type TestApp } from '../../support/test-app.ts'
import { UserAgent } from '../../support/user-agent.ts'

await bePatient()

let app: TestApp
let agent: UserAgent
let first: string

const spa = { client_id: 'spa' }

before(async () => {
  app = await openTestApp()
  await putUser(app, 'ann')
  await putClient(app, 'spa', webapp({ secret_required: undefined }, { secret: undefined }))
  await putClient(app, 'webapp')
})
after(() => app.close())

beforeEach(async () => {
  agent = new UserAgent(app)
  const { verifier, params } = pkce()
  const token = { ...spa, code_verifier: verifier }
  const { refresh_token = '' } = await getTokens(app, 'spa', 'ann', { params, token, agent })
  first = refresh_token
})

async function next(token: string): Promise<string> {
  const response = await refresh(app, token, spa)
  const body: Tokens = await response.json()
  assert.equal(response.status, 200, JSON.stringify(body))
  return body.refresh_token ?? ''
}

async function assertRefused(token: string): Promise<void> {
  assert.equal(await errorOf(await refresh(app, token, spa), 400), 'invalid_grant')
}

describe('within ten seconds', () => {
  it('the same successor is answered, also to many at once', async () => {
    const tokens = await Promise.all([1, 2, 3, 4, 5].map(() => next(first)))
    assert.equal(new Set([...tokens, await next(first)]).size, 1)
    app.clock.advance(25)
    const [only = ''] = tokens
    assert.notEqual(await next(only), only)
  })

  it('sending it again does not make the time longer', async () => {
    await next(first)
    app.clock.advance(7)
    const second = await next(first)
    app.clock.advance(7)
    await assertRefused(first)
    await assertRefused(second)
  })

  it('it ends the family once its successor was used: two parties have it', async () => {
    const second = await next(first)
    const third = await next(second)
    await assertRefused(first)
    await assertRefused(third)
  })
})

it('two who share a token cannot both go on', async () => {
  const [app1, thief] = [await next(first), await next(first)]
  app.clock.advance(60)
  const third = await next(app1)
  app.clock.advance(60)
  await assertRefused(thief)
  await assertRefused(third)
})

it('what ends is the family, and not the sign-in of the browser or its other applications', async () => {
  const code = new URL((await agent.open(authorizeUrl('webapp'))).headers.get('location') ?? '').searchParams
  const body = new URLSearchParams({
    ...{ grant_type: 'authorization_code', code: code.get('code') ?? '' },
    ...{ client_id: 'webapp', client_secret: 'verysecret' },
  })
  const other: Tokens = await (await app.fetch('/auth/token', { method: 'POST', body })).json()
  const use = async () => (await app.fetch('/auth/userinfo', { headers: bearer(other.access_token) })).status
  assert.equal(await use(), 200)
  await next(first)
  app.clock.advance(11)
  await assertRefused(first)
  assert.equal(await use(), 200)
  assert.match((await agent.open(authorizeUrl('webapp'))).headers.get('location') ?? '', /[?&]code=/)
})

it('the family outlives a change of nothing but the time', async () => {
  let token = first
  for (let turn = 0; turn < 4; turn += 1) {
    app.clock.advance(3600)
    token = await next(token)
  }
})
