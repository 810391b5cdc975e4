/** RFC 7515 §2: a JWT has one spelling, base64url without padding. And tokens end with the grant of their client. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import {
  allowUser,
  bearer,
  getTokens,
  postToken,
  putClient,
  putUser,
  webapp,
} from '../../support/code-flow.ts'
import { bePatient } from '../../support/patience.ts'
import { openTestApp, type TestApp } from '../../support/test-app.ts'

await bePatient()

let app: TestApp
before(async () => {
  app = await openTestApp()
  await putUser(app, 'ann')
  await allowUser(app, 'ann')
  await putClient(app, 'webapp')
})
after(() => app.close())

const use = async (token: string) => (await app.fetch('/Client', { headers: bearer(token) })).status

describe('a JWT access token', () => {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  /** With the lowest bit of the last character turned, which no byte of it uses. */
  const turned = (part: string) => part.slice(0, -1) + alphabet[alphabet.indexOf(part.at(-1) ?? '') ^ 1]

  it('is taken in its canonical spelling alone', async () => {
    const { access_token } = await getTokens(app, 'webapp', 'ann')
    const [header = '', payload = '', signature = ''] = access_token.split('.')
    for (const other of [
      `${access_token}=`,
      `${access_token}==`,
      `${header}.${payload}.${turned(signature)}`,
      `${header}.${payload}.${signature}A`,
    ])
      assert.equal(await use(other), 401, other)
    assert.equal(await use(access_token), 200)
  })

  it('nor is an ID token as a hint in another spelling', async () => {
    const { id_token } = await getTokens(app, 'webapp', 'ann', { params: { scope: 'openid' } })
    const hint = (token: string) => app.fetch(`/auth/logout?${new URLSearchParams({ id_token_hint: token })}`)
    assert.equal((await hint(`${id_token}==`)).status, 400)
    assert.equal((await hint(String(id_token))).status, 200)
  })
})

describe('a client that lost its grant type', () => {
  it('has no token of it any more, and again when it is given back', async () => {
    const { access_token } = await getTokens(app, 'webapp', 'ann')
    await putClient(app, 'webapp', webapp({}, { grant_types: ['client_credentials'] }))
    assert.equal(await use(access_token), 401)
    await putClient(app, 'webapp')
    assert.equal(await use(access_token), 200)
  })

  it('nor one of the client credentials grant', async () => {
    const robot = { secret: 'secret-8', grant_types: ['client_credentials'] }
    await putClient(app, 'robot', robot)
    await app.root('PUT', '/AccessPolicy/robot', { engine: 'allow', link: [{ reference: 'Client/robot' }] })
    const params = { grant_type: 'client_credentials', client_id: 'robot', client_secret: 'secret-8' }
    const { access_token } = await (await postToken(app, params)).json()
    assert.equal(await use(access_token), 200)
    await putClient(app, 'robot', { ...robot, grant_types: ['basic'] })
    assert.equal(await use(access_token), 401)
  })
})
