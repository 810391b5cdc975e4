/** OpenID Connect Core §5.4, §5.5: the claims of the granted scopes are in the ID token, unless the client turns that off. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { decodeJwt } from 'jose'
import {
  authorizeUrl,
  bearer,
  getTokens,
  putClient,
  putUser,
  redirectParams,
  refresh,
  signIn,
  webapp,
  webappSecret,
} from '../../support/code-flow.ts'
import { bePatient } from '../../support/patience.ts'
import { openTestApp, type TestApp } from '../../support/test-app.ts'
import { putThird } from '../../support/third-party.ts'
import { readForm, UserAgent } from '../../support/user-agent.ts'

await bePatient()

let app: TestApp
before(async () => {
  app = await openTestApp()
  await putUser(app, 'ann', {
    ...{ userName: 'annie', email_verified: true, phoneNumber: '+1 555 0100', data: { ssn: 'secret' } },
    name: { givenName: 'Ann', familyName: 'Other' },
  })
  await putClient(app, 'webapp')
})
after(() => app.close())

const idToken = async (scope: string) =>
  decodeJwt((await getTokens(app, 'webapp', 'ann', { params: { scope } })).id_token ?? '')

describe('an ID token', () => {
  it('has what the granted scopes tell, and nothing else', async () => {
    const claims = await idToken('openid profile email')
    assert.equal(claims.sub, 'ann')
    assert.equal(claims.name, 'Ann Other')
    assert.equal(claims.preferred_username, 'annie')
    assert.equal(claims.email, 'ann@example.com')
    assert.equal(claims.email_verified, true)
    assert.equal(claims.phone_number, undefined)
    assert.equal(claims.data, undefined)
    const bare = await idToken('openid phone')
    assert.deepEqual([bare.name, bare.email, bare.phone_number], [undefined, undefined, '+1 555 0100'])
  })

  it('of a refresh for fewer scopes has fewer claims', async () => {
    const tokens = await getTokens(app, 'webapp', 'ann', { params: { scope: 'openid profile email' } })
    const answer = await refresh(app, tokens.refresh_token ?? '', { ...webappSecret, scope: 'openid email' })
    const claims = decodeJwt((await answer.json()).id_token)
    assert.deepEqual([claims.name, claims.email], [undefined, 'ann@example.com'])
  })

  it('id_token_claims: false: says who by sub alone', async () => {
    await putClient(app, 'webapp', webapp({}, { id_token_claims: false }))
    const claims = await idToken('openid profile email')
    assert.deepEqual([claims.sub, claims.name, claims.email], ['ann', undefined, undefined])
    await putClient(app, 'webapp')
  })
})

describe('the parameter claims (§5.5)', () => {
  const claimsOf = async (clientId: string, claims: unknown, scope = 'openid') => {
    const params = { scope, claims: JSON.stringify(claims) }
    const tokens = await getTokens(app, clientId, 'ann', { params })
    return { tokens, ...(await seen(tokens)) }
  }
  const seen = async ({ id_token = '', access_token }: { id_token?: string; access_token: string }) => {
    const info = await app.fetch('/auth/userinfo', { headers: bearer(access_token) })
    return { inToken: decodeJwt(id_token), info: await info.json() }
  }
  const both = { id_token: { email: null, nonsense: null }, userinfo: { phone_number: { essential: true } } }

  it('gives single claims in the place that they were asked for, also after a refresh', async () => {
    const { tokens, inToken, info } = await claimsOf('webapp', both)
    assert.equal(tokens.scope, 'openid')
    const check = (token: Record<string, unknown>, told: Record<string, unknown>) => {
      assert.deepEqual(
        [token.email, token.email_verified, token.phone_number],
        ['ann@example.com', undefined, undefined],
      )
      assert.deepEqual(told, { sub: 'ann', phone_number: '+1 555 0100' })
    }
    check(inToken, info)
    const again = await seen(await (await refresh(app, tokens.refresh_token ?? '')).json())
    check(again.inToken, again.info)
  })

  it('gives none that the scopes of the client leave out, and none without openid', async () => {
    await putClient(app, 'narrow', webapp({ scopes: ['openid', 'phone'] }))
    const { inToken, info } = await claimsOf('narrow', both)
    assert.deepEqual([inToken.email, info.phone_number], [undefined, '+1 555 0100'])
  })

  it('is shown to the person where the client is not first-party, and remembered', async () => {
    await putThird(app)
    const agent = new UserAgent(app)
    const url = (claims: unknown) =>
      authorizeUrl('third', { scope: 'openid', claims: JSON.stringify(claims) })
    const page = await signIn(agent, url(both), 'ann')
    const html = await page.clone().text()
    assert.match(html, /see your e-mail address/)
    assert.match(html, /see your phone number/)
    await agent.submit(await readForm(page), { decision: 'allow' })
    assert.equal((await agent.open(url(both))).status, 302)
    const more = await agent.open(url({ userinfo: { name: null } }))
    assert.match(await more.text(), /see your name and profile/)
  })

  it('expects the user that it names', async () => {
    const agent = new UserAgent(app)
    await getTokens(app, 'webapp', 'ann', { agent })
    const open = async (sub: string) => {
      const claims = JSON.stringify({ id_token: { sub: { value: sub } } })
      return redirectParams(
        await agent.open(authorizeUrl('webapp', { scope: 'openid', prompt: 'none', claims })),
      )
    }
    assert.ok((await open('ann')).get('code'))
    assert.equal((await open('bob')).get('error'), 'login_required')
  })

  for (const claims of ['x', '[]', '1', '{"userinfo": []}', '{"id_token": "email"}']) {
    it(`is refused as ${claims}`, async () => {
      const response = await app.fetch(authorizeUrl('webapp', { scope: 'openid', claims }))
      assert.equal(redirectParams(response).get('error'), 'invalid_request')
    })
  }
})
