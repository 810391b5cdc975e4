/** The unmodified openid-client, a Basic certified relying party, against the real process on Bun and on Deno. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import * as client from 'openid-client'
import { allowUser, putUser, redirectParams, signIn } from '../support/code-flow.ts'
import { type OidcClient, oidcClients } from '../support/oidc-clients.ts'
import { bePatient } from '../support/patience.ts'
import { type RemoteApp, toRemoteApp } from '../support/remote-app.ts'
import { type RunningServer, startServer } from '../support/start-server.ts'
import { UserAgent } from '../support/user-agent.ts'

await bePatient()

const authentications = {
  client_secret_basic: client.ClientSecretBasic,
  client_secret_post: client.ClientSecretPost,
  none: () => client.None(),
}

for (const runtime of ['bun', 'deno'] as const) {
  describe(`openid-client, server on ${runtime}`, () => {
    let server: RunningServer
    let app: RemoteApp
    before(async () => {
      server = await startServer({ runtime })
      app = toRemoteApp([server])
      await putUser(app, 'ann', { name: { givenName: 'Ann', familyName: 'Lee' } })
      await allowUser(app, 'ann')
      for (const { id, document } of oidcClients)
        await app.root('PUT', `/Client/${id}`, { ...document, resource_server_for: [server.url] })
    })
    after(async () => {
      await server?.stop()
    })

    const configure = async ({ id, method, secret, algorithm }: OidcClient, sent = secret) =>
      await client.discovery(
        new URL(server.url),
        id,
        { id_token_signed_response_alg: algorithm },
        authentications[method](sent),
        // The server is asked for over http, and signatures of ID tokens are checked though they came directly.
        { execute: [client.allowInsecureRequests, client.enableNonRepudiationChecks] },
      )

    /** The way through the browser. */
    const ask = async (
      config: client.Configuration,
      { redirectUri }: OidcClient,
      agent = new UserAgent(app),
    ) => {
      const checks = {
        pkceCodeVerifier: client.randomPKCECodeVerifier(),
        expectedState: client.randomState(),
        expectedNonce: client.randomNonce(),
        idTokenExpected: true,
      }
      const url = client.buildAuthorizationUrl(config, {
        redirect_uri: redirectUri,
        scope: 'openid profile email',
        code_challenge: await client.calculatePKCECodeChallenge(checks.pkceCodeVerifier),
        code_challenge_method: 'S256',
        state: checks.expectedState,
        nonce: checks.expectedNonce,
      })
      const response = await signIn(agent, url.href, 'ann')
      assert.ok(redirectParams(response).get('code'), response.headers.get('location') ?? '')
      return { checks, callback: new URL(response.headers.get('location') ?? '') }
    }

    const signInWith = async (oidcClient: OidcClient) => {
      const config = await configure(oidcClient)
      const { checks, callback } = await ask(config, oidcClient)
      return { config, tokens: await client.authorizationCodeGrant(config, callback, checks) }
    }

    for (const oidcClient of oidcClients) {
      it(`${oidcClient.name}: from discovery to userinfo, refresh and revocation`, async () => {
        const { config, tokens } = await signInWith(oidcClient)
        assert.equal(tokens.claims()?.sub, 'ann')
        assert.equal(tokens.expires_in, 360)
        const info = await client.fetchUserInfo(config, tokens.access_token, 'ann')
        assert.equal(info.email, 'ann@example.com')
        assert.equal(info.family_name, 'Lee')

        const refreshed = await client.refreshTokenGrant(config, tokens.refresh_token ?? '')
        assert.notEqual(refreshed.access_token, tokens.access_token)
        assert.equal((await client.fetchUserInfo(config, refreshed.access_token, 'ann')).sub, 'ann')

        const resourceServer = await configure(oidcClients[0])
        const isActive = async (token: string) =>
          (await client.tokenIntrospection(resourceServer, token)).active
        assert.equal(await isActive(refreshed.access_token), true)
        await client.tokenRevocation(config, refreshed.access_token)
        assert.equal(await isActive(refreshed.access_token), false)
        await assert.rejects(client.fetchUserInfo(config, refreshed.access_token, 'ann'), { status: 401 })

        const last = refreshed.refresh_token ?? tokens.refresh_token ?? ''
        await client.tokenRevocation(config, last)
        await assert.rejects(client.refreshTokenGrant(config, last), { error: 'invalid_grant' })
        assert.equal(await isActive(tokens.access_token), false, 'the session is over')
      })
    }

    it('introspection tells whose token it is', async () => {
      const { config, tokens } = await signInWith(oidcClients[0])
      const facts = await client.tokenIntrospection(config, tokens.access_token)
      assert.equal(facts.active, true)
      assert.equal(facts.sub, 'ann')
      assert.equal(facts.client_id, oidcClients[0].id)
      assert.equal(facts.iss, server.url)
      assert.equal(facts.scope, 'openid profile email')
    })

    it('a resource is read with the token', async () => {
      const { config, tokens } = await signInWith(oidcClients[0])
      const url = new URL(`${server.url}/User/ann`)
      const response = await client.fetchProtectedResource(config, tokens.access_token, url, 'GET')
      assert.equal((await response.json()).id, 'ann')
      await assert.rejects(client.fetchProtectedResource(config, 'wrong', url, 'GET'), { status: 401 })
    })

    for (const oidcClient of oidcClients.filter(({ method }) => method !== 'none')) {
      it(`${oidcClient.name}: a wrong secret is 401 with a challenge`, async () => {
        const { checks, callback } = await ask(await configure(oidcClient), oidcClient)
        const wrong = await configure(oidcClient, 'another secret')
        // RFC 9110 §15.5.2: every 401 has a challenge, which the library prefers to the body.
        await assert.rejects(client.authorizationCodeGrant(wrong, callback, checks), {
          code: 'OAUTH_WWW_AUTHENTICATE_CHALLENGE',
          status: 401,
        })
      })
    }

    it('the public client needs its own verifier', async () => {
      const publicClient = oidcClients[2]
      const config = await configure(publicClient)
      const { checks, callback } = await ask(config, publicClient)
      const pkceCodeVerifier = client.randomPKCECodeVerifier()
      await assert.rejects(client.authorizationCodeGrant(config, callback, { ...checks, pkceCodeVerifier }), {
        error: 'invalid_grant',
      })
    })

    it('a person who is signed in gets the next code without a page', async () => {
      const config = await configure(oidcClients[0])
      const agent = new UserAgent(app)
      await ask(config, oidcClients[0], agent)
      const state = client.randomState()
      const url = client.buildAuthorizationUrl(config, { redirect_uri: oidcClients[0].redirectUri, state })
      const location = (await agent.open(url.href)).headers.get('location')
      const tokens = await client.authorizationCodeGrant(config, new URL(location ?? ''), {
        expectedState: state,
      })
      assert.equal(tokens.id_token, undefined, 'openid was not asked for')
    })
  })
}
