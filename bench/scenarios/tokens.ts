/** Token endpoints of the product. */
import type { CodeFlowUnit, LoadRequest, LoadUnit } from '../load-job.ts'
import { authorizeUrl, clientSecret, codeForm, type ProductSetup } from '../set-up-product.ts'
import { toUnit } from './resources.ts'
import type { Scenario } from './scenario.ts'

export async function listTokenScenarios(url: string, setup: ProductSetup): Promise<readonly Scenario[]> {
  const flow = { ...(await codeFlow(url, setup)) }
  const product = { server: 'product', count: 2000 } as const
  return [
    {
      ...product,
      name: 'client credentials, opaque',
      aimUs: 150,
      unit: clientCredentials(url, 'bench-client'),
    },
    { ...product, name: 'client credentials, ES256 JWT', unit: clientCredentials(url, 'bench-client-jwt') },
    { ...product, name: 'refresh, JWT', aimUs: 200, unit: refreshes(url, 'bench-jwt', setup.refreshTokens) },
    {
      ...product,
      name: 'refresh, JWT and ES256 id_token',
      aimUs: 270,
      unit: refreshes(url, 'bench-oidc', setup.oidcRefreshTokens),
    },
    {
      ...product,
      name: 'introspection, opaque token',
      aimUs: 45,
      count: 5000,
      unit: toUnit([tokenRequest(url, 'introspect', 'bench-opaque', { token: setup.opaqueToken })]),
    },
    {
      ...product,
      name: 'code to token, with ES256 id_token',
      aimUs: 400,
      count: 600,
      before: { ...flow, part: 'authorize' },
      unit: { ...flow, part: 'exchange' },
    },
    { ...product, name: 'code flow, signed in', count: 600, unit: flow },
  ]
}

function refreshes(url: string, client: string, tokens: readonly string[]): LoadUnit {
  return toUnit(
    tokens.map((token) =>
      tokenRequest(url, 'token', client, { grant_type: 'refresh_token', refresh_token: token }),
    ),
  )
}

function clientCredentials(url: string, client: string): LoadUnit {
  return toUnit([tokenRequest(url, 'token', client, { grant_type: 'client_credentials' })])
}

function tokenRequest(
  url: string,
  endpoint: 'token' | 'introspect',
  client: string,
  params: Record<string, string>,
): LoadRequest {
  return {
    url: `${url}/auth/${endpoint}`,
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ ...params, client_id: client, client_secret: clientSecret }).toString(),
    status: 200,
  }
}

/** With PKCE, and with an id_token, as an OpenID Connect client would. */
async function codeFlow(url: string, setup: ProductSetup): Promise<CodeFlowUnit> {
  return {
    kind: 'code-flow',
    part: 'both',
    authorizeUrl: await authorizeUrl(url, 'bench-oidc', 'openid'),
    cookie: setup.cookie,
    tokenUrl: `${url}/auth/token`,
    tokenForm: codeForm('bench-oidc'),
  }
}
