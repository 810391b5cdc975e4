/** RFC 6749 §3.2.1, RFC 9700 §2.1.1: nobody redeems a code or a refresh token without a secret or a code challenge. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import {
  errorOf,
  getCode,
  getTokens,
  pkce,
  postToken,
  putClient,
  putUser,
  refresh,
  webapp,
} from '../../support/code-flow.ts'
import { observeHost } from '../../support/observe-host.ts'
import { bePatient } from '../../support/patience.ts'
import { openTestApp, type TestApp } from '../../support/test-app.ts'

await bePatient()

const observed = observeHost()
let app: TestApp

before(async () => {
  app = await openTestApp({}, observed.plugins)
  await putUser(app, 'ann')
  // A secret, and nothing that says that it must be sent.
  await putClient(app, 'lax', webapp({ secret_required: undefined }))
  await putClient(app, 'strict')
  await putClient(app, 'public', webapp({ secret_required: undefined }, { secret: undefined }))
})
after(() => app.close())

const redeem = (code: string, client: Record<string, string>) =>
  postToken(app, { grant_type: 'authorization_code', code, ...client })

describe('a client with a secret that need not be sent', () => {
  const secret = { client_id: 'lax', client_secret: 'verysecret' }

  it('redeems no code that has no challenge without the secret, and the code stays for who has it', async () => {
    const code = await getCode(app, 'lax', 'ann')
    const response = await redeem(code, { client_id: 'lax' })
    assert.match(response.headers.get('www-authenticate') ?? '', /^Basic /)
    assert.equal(await errorOf(response, 401), 'invalid_client')
    assert.equal((await redeem(code, secret)).status, 200)
  })

  it('redeems a code with a challenge by the verifier alone, and refreshes by rotation', async () => {
    const { verifier, params } = pkce()
    const token = { client_id: 'lax', code_verifier: verifier }
    const { refresh_token = '' } = await getTokens(app, 'lax', 'ann', { params, token })
    const answer = await refresh(app, refresh_token, { client_id: 'lax' })
    assert.equal(answer.status, 200)
    assert.notEqual((await answer.json()).refresh_token, refresh_token)
  })

  it('refreshes no token without the secret that was issued for it', async () => {
    const { refresh_token = '' } = await getTokens(app, 'lax', 'ann')
    assert.equal(
      await errorOf(await refresh(app, refresh_token, { client_id: 'lax' }), 401),
      'invalid_client',
    )
    assert.equal((await refresh(app, refresh_token, secret)).status, 200)
  })
})

it('secret_required: a challenge does not stand for the secret', async () => {
  const { verifier, params } = pkce()
  const code = await getCode(app, 'strict', 'ann', params)
  const response = await redeem(code, { client_id: 'strict', code_verifier: verifier })
  assert.equal(await errorOf(response, 401), 'invalid_client')
})

describe('a refresh token of before, whose record does not say how it was issued', () => {
  const keep = async (clientId: string, token: string) => {
    const { records, digest } = observed.host()
    const { verifier, params } = pkce()
    const issued = await getTokens(app, clientId, 'ann', {
      params,
      token: { client_id: clientId, code_verifier: verifier },
    })
    const found = await records.find('refresh-token', digest.sha256(issued.refresh_token ?? ''))
    const { hasChallenge: _, seed: __, ...value } = found?.value ?? {}
    const group = String(value.session)
    await records.insert('refresh-token', digest.sha256(token), value, { expiresAt: null, group })
  }

  it('works for a client without a secret, which had to send a challenge', async () => {
    await keep('public', 'an old token of the public client')
    const once = async () => {
      const answer = await refresh(app, 'an old token of the public client', { client_id: 'public' })
      assert.equal(answer.status, 200)
      return (await answer.json()).refresh_token
    }
    assert.equal(await once(), await once())
  })

  it('needs the secret where there is one', async () => {
    await keep('lax', 'an old token of the lax client')
    const without = await refresh(app, 'an old token of the lax client', { client_id: 'lax' })
    assert.equal(await errorOf(without, 401), 'invalid_client')
    const secret = { client_id: 'lax', client_secret: 'verysecret' }
    assert.equal((await refresh(app, 'an old token of the lax client', secret)).status, 200)
  })
})
