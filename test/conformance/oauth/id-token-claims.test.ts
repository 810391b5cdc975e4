/** OpenID Connect Core §5.4: the claims of the granted scopes are in the ID token, unless the client turns that off. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { decodeJwt } from 'jose'
import { getTokens, putClient, putUser, refresh, webapp, webappSecret } from '../../support/code-flow.ts'
import { bePatient } from '../../support/patience.ts'
import { openTestApp, type TestApp } from '../../support/test-app.ts'

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
