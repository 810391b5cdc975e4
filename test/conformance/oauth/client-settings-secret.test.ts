/** The Client of the documentation and its secret: what is allowed and what is refused. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import {
  allowUser,
  basic,
  errorOf,
  getCode,
  getTokens,
  pkce,
  postToken,
  putClient,
  putUser,
  refresh,
  webapp,
  webappSecret,
} from '../../support/code-flow.ts'
import { bePatient } from '../../support/patience.ts'
import { openTestApp, rootSecret, type TestApp } from '../../support/test-app.ts'

await bePatient()

let app: TestApp

before(async () => {
  app = await openTestApp()
  await putUser(app, 'ann')
  await allowUser(app, 'ann')
})
after(() => app.close())

const document = `secret: verysecret
first_party: true
grant_types:
  - code
auth:
  authorization_code:
    redirect_uri: 'http://myapp.app'
    access_token_expiration: 360 # 6 minutes
    token_format: jwt
    secret_required: true
    refresh_token: true
    refresh_token_expiration: 86400 # 24 hours
`

async function putDocument(): Promise<Response> {
  return await app.fetch('/Client/webapp', {
    method: 'PUT',
    headers: { authorization: basic('root', rootSecret), accept: 'text/yaml', 'content-type': 'text/yaml' },
    body: document,
  })
}

describe('the client of the documentation, in YAML', () => {
  it('is created with 201 and replaced with 200, answered in YAML without its secret', async () => {
    for (const status of [201, 200]) {
      const response = await putDocument()
      const text = await response.text()
      assert.equal(response.status, status, text)
      assert.match(response.headers.get('content-type') ?? '', /^text\/yaml/)
      assert.match(text, /access_token_expiration: 360/)
      assert.match(text, /resourceType: Client/)
      assert.doesNotMatch(text, /verysecret|argon2|secret:/)
    }
  })

  it('is refused without credentials, and nothing is written', async () => {
    const response = await app.fetch('/Client/other', {
      method: 'PUT',
      headers: { 'content-type': 'text/yaml' },
      body: document,
    })
    assert.equal(response.status, 401)
    assert.match(response.headers.get('www-authenticate') ?? '', /Bearer/)
    await app.root('GET', '/Client/other', undefined, 404)
  })
})

describe('secret', () => {
  it('is accepted in the body, in JSON and with HTTP Basic', async () => {
    await putDocument()
    const code = () => getCode(app, 'webapp', 'ann')
    const grant = { grant_type: 'authorization_code' }
    const inBody = await postToken(app, { ...grant, code: await code(), ...webappSecret })
    assert.equal(inBody.status, 200)
    const inHeader = await postToken(
      app,
      { ...grant, code: await code() },
      { authorization: basic('webapp', 'verysecret') },
    )
    assert.equal(inHeader.status, 200)
    const inJson = await app.fetch('/auth/token', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...grant, code: await code(), ...webappSecret }),
    })
    assert.equal(inJson.status, 200)
    assert.equal(inJson.headers.get('cache-control'), 'no-store')
  })

  it('is refused when wrong, with a challenge where the header was used', async () => {
    const code = await getCode(app, 'webapp', 'ann')
    const params = { grant_type: 'authorization_code', code }
    const wrong = await postToken(app, { ...params, client_id: 'webapp', client_secret: 'verysecret ' })
    assert.equal(await errorOf(wrong, 401), 'invalid_client')
    const header = await postToken(app, params, { authorization: basic('webapp', 'wrong') })
    assert.match(header.headers.get('www-authenticate') ?? '', /^Basic/)
    assert.equal(await errorOf(header, 401), 'invalid_client')
    const right = await postToken(app, { ...params, ...webappSecret })
    assert.equal(right.status, 200, 'a failed client authentication does not use the code up')
  })

  it('is refused when sent in two ways at once', async () => {
    const code = await getCode(app, 'webapp', 'ann')
    const both = await postToken(
      app,
      { grant_type: 'authorization_code', code, ...webappSecret },
      { authorization: basic('webapp', 'verysecret') },
    )
    assert.equal(await errorOf(both, 400), 'invalid_request')
  })

  it('counts at once when changed, and the old one no more', async () => {
    await putClient(app, 'changing')
    const first = await getCode(app, 'changing', 'ann')
    await putClient(app, 'changing', webapp({}, { secret: 'another-one' }))
    const params = { grant_type: 'authorization_code', code: first, client_id: 'changing' }
    assert.equal(
      await errorOf(await postToken(app, { ...params, client_secret: 'verysecret' }), 401),
      'invalid_client',
    )
    assert.equal((await postToken(app, { ...params, client_secret: 'another-one' })).status, 200)
  })
})

describe('secret_required', () => {
  it('true: a request without the secret is refused', async () => {
    await putClient(app, 'webapp')
    const code = await getCode(app, 'webapp', 'ann')
    const without = await postToken(app, { grant_type: 'authorization_code', code, client_id: 'webapp' })
    assert.equal(await errorOf(without, 401), 'invalid_client')
    const { refresh_token = '' } = await getTokens(app, 'webapp', 'ann')
    assert.equal(
      await errorOf(await refresh(app, refresh_token, { client_id: 'webapp' }), 401),
      'invalid_client',
    )
  })

  it('absent: it may be left out beside a code challenge, but a wrong one is still refused', async () => {
    await putClient(app, 'relaxed', webapp({ secret_required: undefined }))
    const { verifier, params } = pkce()
    const token = { client_id: 'relaxed', code_verifier: verifier }
    const without = await getTokens(app, 'relaxed', 'ann', { params, token })
    assert.ok(without.access_token)
    const code = await getCode(app, 'relaxed', 'ann')
    const wrong = { grant_type: 'authorization_code', code, client_id: 'relaxed', client_secret: 'wrong' }
    assert.equal(await errorOf(await postToken(app, wrong), 401), 'invalid_client')
  })
})
