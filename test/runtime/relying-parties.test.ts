/** Applications with unmodified libraries sign a person in at the real process, and show who it is. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { putUser, signIn, webapp } from '../support/code-flow.ts'
import { bePatient } from '../support/patience.ts'
import {
  authJs,
  Browser,
  honoOidcAuth,
  passportOpenidconnect,
  type RelyingParty,
} from '../support/relying-parties.ts'
import { type RemoteApp, toRemoteApp } from '../support/remote-app.ts'
import { type RunningServer, startServer } from '../support/start-server.ts'
import { UserAgent } from '../support/user-agent.ts'

await bePatient()

const clientSecret = 'verysecret'

describe('a person who signs in', () => {
  let server: RunningServer
  let app: RemoteApp
  before(async () => {
    server = await startServer()
    app = toRemoteApp([server])
    await putUser(app, 'ann', { displayName: 'Ann Other', email_verified: true })
  })
  after(async () => {
    await server?.stop()
  })

  const signInTo = async (
    { name, redirectUri, answer, start, show }: RelyingParty,
    more: Record<string, unknown> = {},
  ) => {
    await app.root('PUT', `/Client/app`, webapp({ redirect_uri: redirectUri }, more))
    const browser = new Browser(answer)
    const begun = (await start(browser)).headers.get('location') ?? ''
    assert.ok(begun.startsWith(`${server.url}/auth/authorize?`), `${name} begins at ${begun}`)
    const callback = (await signIn(new UserAgent(app), begun, 'ann')).headers.get('location') ?? ''
    assert.ok(callback.startsWith(`${redirectUri}?`), `${name} comes back to ${callback}`)
    const back = await browser.open(callback)
    assert.ok(back.status < 400, `${name}: ${back.status} ${await back.text()}`)
    return await show(browser)
  }
  const options = () => ({ issuer: server.url, clientId: 'app', clientSecret })

  it('to an application with Auth.js', async () => {
    assert.deepEqual(await signInTo(authJs(options())), { name: 'Ann Other', email: 'ann@example.com' })
  })

  it('to an application with @hono/oidc-auth', async () => {
    const { sub, email } = (await signInTo(honoOidcAuth(options()))) as Record<string, unknown>
    assert.deepEqual({ sub, email }, { sub: 'ann', email: 'ann@example.com' })
  })

  it('to an application with passport', async () => {
    const profile = (await signInTo(passportOpenidconnect(options()))) as Record<string, unknown>
    assert.equal(profile.id, 'ann')
    assert.equal(profile.displayName, 'Ann Other')
    assert.deepEqual(profile.emails, [{ value: 'ann@example.com' }])
  })

  it('is a stranger where the client wants no claims in its ID tokens', async () => {
    const off = { id_token_claims: false }
    const profile = (await signInTo(passportOpenidconnect(options()), off)) as Record<string, unknown>
    assert.deepEqual([profile.id, profile.displayName], ['ann', undefined])
  })
})
