/** The unmodified oauth4webapi, and jose as a resource server, against the real process on Bun and on Deno. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { createRemoteJWKSet, jwtVerify } from 'jose'
import * as oauth from 'oauth4webapi'
import { putUser, signIn } from '../support/code-flow.ts'
import { type OidcClient, oidcClients } from '../support/oidc-clients.ts'
import { bePatient } from '../support/patience.ts'
import { type RemoteApp, toRemoteApp } from '../support/remote-app.ts'
import { type RunningServer, startServer } from '../support/start-server.ts'
import { UserAgent } from '../support/user-agent.ts'

await bePatient()

const http = { [oauth.allowInsecureRequests]: true } as const

const authentications = {
  client_secret_basic: oauth.ClientSecretBasic,
  client_secret_post: oauth.ClientSecretPost,
  none: () => oauth.None(),
}

/** What the library's functions want to know of a client. */
function toParty({ id, method, secret, algorithm }: OidcClient) {
  const client: oauth.Client = { client_id: id, id_token_signed_response_alg: algorithm }
  return { client, proof: authentications[method](secret) }
}

for (const runtime of ['bun', 'deno'] as const) {
  describe(`oauth4webapi, server on ${runtime}`, () => {
    let server: RunningServer
    let app: RemoteApp
    let as: oauth.AuthorizationServer

    before(async () => {
      server = await startServer({ runtime })
      app = toRemoteApp([server])
      as = await discover('oidc')
      await putUser(app, 'ann')
      for (const { id, document } of oidcClients)
        await app.root('PUT', `/Client/${id}`, { ...document, resource_server_for: [server.url] })
    })
    after(async () => {
      await server?.stop()
    })

    const discover = async (algorithm: 'oidc' | 'oauth2') => {
      const issuer = new URL(server.url)
      return await oauth.processDiscoveryResponse(
        issuer,
        await oauth.discoveryRequest(issuer, { algorithm, ...http }),
      )
    }

    /** Up to the tokens, each answer checked by the library. */
    const getTokens = async (oidcClient: OidcClient) => {
      const { client, proof } = toParty(oidcClient)
      const [state, nonce] = [oauth.generateRandomState(), oauth.generateRandomNonce()]
      const verifier = oauth.generateRandomCodeVerifier()
      const url = new URL(as.authorization_endpoint ?? '')
      url.search = new URLSearchParams({
        client_id: client.client_id,
        redirect_uri: oidcClient.redirectUri,
        response_type: 'code',
        scope: 'openid email',
        code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state,
        nonce,
      }).toString()
      const response = await signIn(new UserAgent(app), url.href, 'ann')
      const callback = new URL(response.headers.get('location') ?? '')
      const params = oauth.validateAuthResponse(as, client, callback, state)
      const { redirectUri } = oidcClient
      const answer = await oauth.authorizationCodeGrantRequest(
        as,
        client,
        proof,
        params,
        redirectUri,
        verifier,
        http,
      )
      const checks = { expectedNonce: nonce, requireIdToken: true }
      const tokens = await oauth.processAuthorizationCodeResponse(as, client, answer, checks)
      await oauth.validateApplicationLevelSignature(as, answer, http)
      return { client, proof, tokens, params, verifier }
    }

    it('finds the same endpoints by both kinds of discovery', async () => {
      const other = await discover('oauth2')
      for (const [name, value] of Object.entries(other)) assert.deepEqual(value, as[name], name)
      assert.equal(as.authorization_response_iss_parameter_supported, true)
    })

    for (const oidcClient of oidcClients) {
      it(`${oidcClient.name}: from the code to userinfo, refresh, introspection and revocation`, async () => {
        const { client, proof, tokens } = await getTokens(oidcClient)
        assert.equal(oauth.getValidatedIdTokenClaims(tokens)?.sub, 'ann')
        const info = await oauth.userInfoRequest(as, client, tokens.access_token, http)
        assert.equal((await oauth.processUserInfoResponse(as, client, 'ann', info)).email, 'ann@example.com')

        const refresh = await oauth.refreshTokenGrantRequest(
          as,
          client,
          proof,
          tokens.refresh_token ?? '',
          http,
        )
        const refreshed = await oauth.processRefreshTokenResponse(as, client, refresh)
        const again = await oauth.userInfoRequest(as, client, refreshed.access_token, http)
        assert.equal((await oauth.processUserInfoResponse(as, client, 'ann', again)).sub, 'ann')

        const isActive = async (token: string) => {
          const asking = toParty(oidcClients[1])
          const answer = await oauth.introspectionRequest(as, asking.client, asking.proof, token, http)
          return (await oauth.processIntrospectionResponse(as, asking.client, answer)).active
        }
        assert.equal(await isActive(refreshed.access_token), true)
        const revoke = await oauth.revocationRequest(as, client, proof, refreshed.access_token, http)
        await oauth.processRevocationResponse(revoke)
        assert.equal(await isActive(refreshed.access_token), false)
      })
    }

    it('a code is worth nothing the second time', async () => {
      const { client, proof, params, verifier } = await getTokens(oidcClients[1])
      const { redirectUri } = oidcClients[1]
      const answer = await oauth.authorizationCodeGrantRequest(
        as,
        client,
        proof,
        params,
        redirectUri,
        verifier,
        http,
      )
      await assert.rejects(oauth.processAuthorizationCodeResponse(as, client, answer), {
        error: 'invalid_grant',
        status: 400,
      })
    })

    it('RFC 9068: a JWT access token satisfies a resource server, an opaque one or another audience does not', async () => {
      const present = (token: string, audience = server.url) => {
        const request = new Request('https://api.example/', {
          headers: { authorization: `Bearer ${token}` },
        })
        return oauth.validateJwtAccessToken(as, request, audience, http)
      }
      const { tokens } = await getTokens(oidcClients[0])
      const claims = await present(tokens.access_token)
      assert.equal(claims.sub, 'ann')
      assert.equal(claims.client_id, oidcClients[0].id)
      assert.equal(claims.scope, 'openid email')
      await assert.rejects(present(tokens.access_token, 'https://api.example'))
      await assert.rejects(present((await getTokens(oidcClients[2])).tokens.access_token))
      await assert.rejects(present(tokens.id_token ?? ''), 'an ID token is no access token')
    })

    it('jose verifies a JWT access token by the published keys', async () => {
      const keys = createRemoteJWKSet(new URL(as.jwks_uri ?? ''))
      const expected = { issuer: server.url, audience: server.url, typ: 'at+jwt' }
      const { tokens } = await getTokens(oidcClients[1])
      const { payload, protectedHeader } = await jwtVerify(tokens.access_token, keys, expected)
      assert.equal(payload.sub, 'ann')
      assert.equal(Number(payload.exp) - Number(payload.iat), 360)
      assert.equal(protectedHeader.alg, 'ES256')
      await assert.rejects(
        jwtVerify(tokens.access_token, keys, { ...expected, issuer: 'https://evil.example' }),
      )
      const [header, body, signature = ''] = tokens.access_token.split('.')
      const forged = `${header}.${body}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`
      await assert.rejects(jwtVerify(forged, keys, expected), {
        code: 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED',
      })
    })
  })
}
