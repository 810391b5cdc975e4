/** Ways around the rules that were tried and must stay closed. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import {
  allowUser,
  authorizeUrl,
  basic,
  bearer,
  errorOf,
  getTokens,
  postToken,
  putClient,
  putUser,
  redirectParams,
  refresh,
  signIn,
  webapp,
  webappSecret,
} from '../../support/code-flow.ts'
import { bePatient } from '../../support/patience.ts'
import { openTestApp, rootSecret, type TestApp } from '../../support/test-app.ts'
import { readForm, UserAgent } from '../../support/user-agent.ts'

await bePatient()

let app: TestApp
const third = { client_id: 'third', client_secret: 'verysecret' }

before(async () => {
  app = await openTestApp()
  await putUser(app, 'ann', { phoneNumber: '123', data: { ssn: 'secret' } })
  await allowUser(app, 'ann')
  await putClient(app, 'webapp')
  await putClient(app, 'third', webapp({}, { first_party: false }))
})
after(() => app.close())

const status = async (path: string, token: string) =>
  (await app.fetch(path, { headers: bearer(token) })).status

async function thirdPartyTokens(scope: string, agent = new UserAgent(app)) {
  const page = await signIn(agent, authorizeUrl('third', { scope, prompt: 'consent' }), 'ann')
  const back = await agent.submit(await readForm(page), { decision: 'allow' })
  const code = redirectParams(back).get('code') ?? ''
  return await (await postToken(app, { grant_type: 'authorization_code', code, ...third })).json()
}

describe('scopes never widen', () => {
  it('not by a refresh for fewer of them', async () => {
    const tokens = await thirdPartyTokens('openid user/Client.read')
    assert.equal(await status('/Client', tokens.access_token), 200)
    assert.equal(await status('/User', tokens.access_token), 403)
    for (const scope of ['openid', ' ']) {
      const less = await (await refresh(app, tokens.refresh_token, { ...third, scope })).json()
      assert.equal(await status('/User', less.access_token), 403, JSON.stringify(scope))
    }
  })

  it('not by asking for other resource scopes after consent to some', async () => {
    await app.root('DELETE', `/Grant/${(await grants())[0]?.id}`)
    const agent = new UserAgent(app)
    await thirdPartyTokens('openid user/Client.read', agent)
    const page = await agent.open(authorizeUrl('third', { scope: 'openid user/User.read' }))
    assert.equal(page.status, 200, 'consent is asked for: it is more')
    assert.ok(
      redirectParams(await agent.open(authorizeUrl('third', { scope: 'user/Client.read' }))).get('code'),
    )
  })

  it('not by leaving the scope out where the client is limited', async () => {
    const settings = { client_credentials: { scopes: ['system/Client.read'] } }
    await putClient(app, 'limited', {
      secret: 'secret-of-limited',
      grant_types: ['client_credentials'],
      auth: settings,
    })
    await app.root('PUT', '/AccessPolicy/limited', {
      engine: 'allow',
      link: [{ reference: 'Client/limited' }],
    })
    const params = {
      grant_type: 'client_credentials',
      client_id: 'limited',
      client_secret: 'secret-of-limited',
    }
    const { access_token, scope } = await (await postToken(app, params)).json()
    assert.equal(scope, 'system/Client.read')
    assert.equal(await status('/Client', access_token), 200)
    assert.equal(await status('/User', access_token), 403)
  })

  it('not by an empty list, which would allow every scope', async () => {
    await app.root('PUT', '/Client/bad', webapp({ scopes: [] }), 422)
  })
})

async function grants(): Promise<{ id: string }[]> {
  const bundle = await app.root('GET', '/Grant?user=User/ann&client=Client/third')
  return ((bundle.entry ?? []) as { resource: { id: string } }[]).map(({ resource }) => resource)
}

describe('consent', () => {
  it('that is withdrawn ends the tokens that came from it', async () => {
    const tokens = await thirdPartyTokens('openid user/*.cruds')
    assert.equal(await status('/Client', tokens.access_token), 200)
    for (const { id } of await grants()) await app.root('DELETE', `/Grant/${id}`)
    assert.equal(await status('/Client', tokens.access_token), 401)
    assert.equal(await errorOf(await refresh(app, tokens.refresh_token, third), 400), 'invalid_grant')
  })

  it('and codes are not inherited by another client of the same id', async () => {
    const agent = new UserAgent(app)
    await thirdPartyTokens('openid', agent)
    const code =
      redirectParams(await agent.open(authorizeUrl('third', { scope: 'openid' }))).get('code') ?? ''
    await app.root('DELETE', '/Client/third')
    await putClient(app, 'third', webapp({ redirect_uri: 'https://evil.example/cb' }, { first_party: false }))
    const stolen = await postToken(app, { grant_type: 'authorization_code', code, ...third })
    assert.equal(await errorOf(stolen, 400), 'invalid_grant')
    const page = await agent.open(authorizeUrl('third', { scope: 'openid' }))
    assert.equal(page.status, 200, 'consent is asked for again')
    await putClient(app, 'third', webapp({}, { first_party: false }))
  })

  it('to a third party shows it what the scopes say of the user, no more', async () => {
    const { userinfo } = await thirdPartyTokens('openid email')
    assert.equal(userinfo.id, 'ann')
    assert.equal(userinfo.email, 'ann@example.com')
    assert.equal(userinfo.phoneNumber, undefined)
    assert.equal(userinfo.data, undefined)
  })
})

describe('a revoked JWT', () => {
  it('stays revoked in every spelling', async () => {
    const { access_token } = await getTokens(app, 'webapp', 'ann')
    assert.equal(await status('/Client', access_token), 200)
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    const last = alphabet.indexOf(access_token.at(-1) ?? '')
    const spellings = [1, 2, 3].map((bits) => access_token.slice(0, -1) + alphabet[last ^ bits])
    // One of the spellings is in the cache before the revocation.
    for (const spelling of spellings) await status('/Client', spelling)
    await app.fetch('/auth/revoke', {
      method: 'POST',
      body: new URLSearchParams({ token: access_token, ...webappSecret }),
    })
    for (const token of [access_token, `${access_token}==`, ...spellings]) {
      assert.equal(await status('/Client', token), 401)
    }
  })
})

describe('a refresh token of a client that proved itself', () => {
  it('needs the proof again, also where the secret is not required', async () => {
    await putClient(app, 'relaxed', webapp({ secret_required: undefined }))
    const { refresh_token = '' } = await getTokens(app, 'relaxed', 'ann')
    assert.equal(
      await errorOf(await refresh(app, refresh_token, { client_id: 'relaxed' }), 401),
      'invalid_client',
    )
    assert.equal(
      (await refresh(app, refresh_token, { client_id: 'relaxed', client_secret: 'verysecret' })).status,
      200,
    )
  })
})

describe('a redirect URI', () => {
  for (const uri of [
    'https://app.example/日本',
    'https://日本.example/',
    'https:app',
    'http:///x',
    'https://*.example/',
    'https://a.example/"x',
  ]) {
    it(`cannot be registered as ${uri}`, async () => {
      await app.root('PUT', '/Client/bad', webapp({ redirect_uri: uri }), 422)
    })
  }
})

describe('the su header', () => {
  const get = async (on: TestApp, path: string, su: string, authorization: string) =>
    (await on.fetch(path, { headers: { authorization, su } })).status

  it('is refused, not ignored, while it is off', async () => {
    const authorization = basic('root', rootSecret)
    assert.equal(await get(app, '/Client', 'ann', authorization), 403)
    assert.equal((await app.fetch('/Client', { headers: { su: 'ann' } })).status, 401)
  })

  it('shows an administrator what the user may, and nobody else anything', async () => {
    const on = await openTestApp({ SU_HEADER: 'on' })
    try {
      await putUser(on, 'reader')
      await putUser(on, 'bob')
      await putUser(on, 'gone', { inactive: true })
      await allowUser(on, 'bob')
      const matcho = { params: { 'resource/type': 'Client' } }
      await on.root('PUT', '/AccessPolicy/reader', {
        engine: 'matcho',
        matcho,
        link: [{ reference: 'User/reader' }],
      })
      await putClient(on, 'webapp')
      const root = basic('root', rootSecret)
      assert.equal(await get(on, '/Client', 'User/reader', root), 200)
      assert.equal(await get(on, '/User', 'reader', root), 403)
      for (const nobody of ['nobody', 'gone', '../x', 'Client/root']) {
        assert.equal(await get(on, '/Client', nobody, root), 400, nobody)
      }
      const { access_token } = await getTokens(on, 'webapp', 'bob')
      assert.equal(await get(on, '/Client', 'admin', `Bearer ${access_token}`), 403)
    } finally {
      await on.close()
    }
  })
})
