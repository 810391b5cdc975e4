/**
 * oidc-provider as its users run it: node:http, a PostgreSQL adapter over one table of payloads, on Node or Bun. Clients and
 * their settings are those of the product under measurement. A browser is signed in and consents without being asked.
 */
import { generateKeyPairSync } from 'node:crypto'
import { createServer } from 'node:http'
import Provider from 'oidc-provider'
import { createAdapter } from './payload-adapter.js'

const { PORT, DATABASE_URL, CLIENT_SECRET, REDIRECT_URI, RESOURCE } = process.env
const issuer = `http://127.0.0.1:${PORT}`
const day = 86_400

const common = {
  client_secret: CLIENT_SECRET,
  token_endpoint_auth_method: 'client_secret_post',
  id_token_signed_response_alg: 'ES256',
}
const codeClient = (client_id) => ({
  ...common,
  client_id,
  grant_types: ['authorization_code', 'refresh_token'],
  redirect_uris: [REDIRECT_URI],
})
const machine = { ...common, grant_types: ['client_credentials'], response_types: [], redirect_uris: [] }

const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })

const provider = new Provider(issuer, {
  adapter: await createAdapter(DATABASE_URL),
  clients: [
    ...['bench-jwt', 'bench-oidc', 'bench-opaque'].map(codeClient),
    ...['bench-client', 'bench-client-jwt'].map((client_id) => ({ ...machine, client_id })),
  ],
  jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), alg: 'ES256', use: 'sig' }] },
  cookies: { keys: ['a key of cookies under measurement'] },
  findAccount: async (_ctx, accountId) => ({ accountId, claims: async () => ({ sub: accountId }) }),
  features: {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    introspection: { enabled: true },
    resourceIndicators: {
      enabled: true,
      useGrantedResource: async () => true,
      getResourceServerInfo: async () => ({
        scope: 'api',
        accessTokenFormat: 'jwt',
        accessTokenTTL: day,
        jwt: { sign: { alg: 'ES256' } },
      }),
    },
  },
  interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
  issueRefreshToken: async (_ctx, client) => client.grantTypeAllowed('refresh_token'),
  rotateRefreshToken: false,
  pkce: { required: () => true },
  ttl: {
    AccessToken: day,
    ClientCredentials: day,
    RefreshToken: day,
    Session: day,
    Grant: day,
    IdToken: 3600,
  },
})

/** Signs in and consents in place of a person. */
async function interact(request, response) {
  const { prompt, params, session } = await provider.interactionDetails(request, response)
  if (prompt.name === 'login') {
    return await provider.interactionFinished(request, response, { login: { accountId: 'bench' } })
  }
  const grant = new provider.Grant({ accountId: session.accountId, clientId: params.client_id })
  grant.addOIDCScope('openid')
  grant.addResourceScope(RESOURCE, 'api')
  const consent = { grantId: await grant.save() }
  await provider.interactionFinished(request, response, { consent }, { mergeWithLastSubmission: true })
}

const answer = provider.callback()
createServer((request, response) => {
  if (request.url === '/health') response.end('ok')
  else if (!request.url.startsWith('/interaction/')) answer(request, response)
  else {
    interact(request, response).catch((error) => {
      console.error(error)
      response.writeHead(500).end()
    })
  }
}).listen(Number(PORT), '127.0.0.1')

process.on('SIGTERM', () => process.exit(0))
