/** Token endpoints, of the product and of other servers. */
import type { CodeFlowUnit, LoadRequest, LoadUnit } from '../load-job.ts'
import { authorizeUrl, clientSecret, codeForm, type ProductSetup } from '../set-up-product.ts'
import { toUnit } from './resources.ts'
import type { Scenario } from './scenario.ts'

export interface TokenTarget {
  /** Name of the server in the rounds. */
  readonly server: string
  /** Of the rows' names. */
  readonly suffix: string
  readonly urls: { readonly token: string; readonly introspect: string }
  readonly authorizeUrl: string
  readonly setup: Pick<ProductSetup, 'refreshTokens' | 'oidcRefreshTokens' | 'opaqueToken' | 'cookie'>
  /** What a client that acts for itself says more when it wants a JWT. */
  readonly jwtParams: Readonly<Record<string, string>>
}

export async function productTarget(url: string, setup: ProductSetup): Promise<TokenTarget> {
  return {
    ...{ server: 'product', suffix: '', setup, jwtParams: {} },
    urls: { token: `${url}/auth/token`, introspect: `${url}/auth/introspect` },
    authorizeUrl: await authorizeUrl(url, 'bench-oidc', 'openid'),
  }
}

interface Kind extends Pick<Scenario, 'count' | 'before' | 'unit'> {
  readonly name: string
  /** Of the product. */
  readonly aimUs?: number
}

/** Of a server that is not the product without aims. */
export function listTokenScenarios(target: TokenTarget): readonly Scenario[] {
  const { server, suffix } = target
  return toKinds(target).map(({ name, aimUs, ...work }) => ({
    ...{ name: name + suffix, server, ...(suffix === '' && { aimUs }), ...work },
  }))
}

/** The code flow is with PKCE, and with an id_token, as an OpenID Connect client would. */
function toKinds({ urls, setup, jwtParams, ...target }: TokenTarget): readonly Kind[] {
  const flow: CodeFlowUnit = {
    ...{ kind: 'code-flow', part: 'both', authorizeUrl: target.authorizeUrl, cookie: setup.cookie },
    ...{ tokenUrl: urls.token, tokenForm: codeForm('bench-oidc') },
  }
  const grant = (client: string, more: Readonly<Record<string, string>> = {}) =>
    toUnit([post(urls.token, client, { grant_type: 'client_credentials', ...more })])
  const refresh = (client: string, tokens: readonly string[]): LoadUnit =>
    toUnit(
      tokens.map((token) => post(urls.token, client, { grant_type: 'refresh_token', refresh_token: token })),
    )
  const introspect = toUnit([post(urls.introspect, 'bench-opaque', { token: setup.opaqueToken })])
  return [
    { name: 'client credentials, opaque', count: 2000, aimUs: 150, unit: grant('bench-client') },
    { name: 'client credentials, ES256 JWT', count: 2000, unit: grant('bench-client-jwt', jwtParams) },
    { name: 'refresh, JWT', count: 2000, aimUs: 200, unit: refresh('bench-jwt', setup.refreshTokens) },
    {
      ...{ name: 'refresh, JWT and ES256 id_token', count: 2000, aimUs: 270 },
      unit: refresh('bench-oidc', setup.oidcRefreshTokens),
    },
    { name: 'introspection, opaque token', count: 5000, aimUs: 45, unit: introspect },
    {
      ...{ name: 'code to token, with ES256 id_token', count: 600, aimUs: 400 },
      ...{ before: { ...flow, part: 'authorize' }, unit: { ...flow, part: 'exchange' } },
    },
    { name: 'code flow, signed in', count: 600, unit: flow },
  ]
}

function post(url: string, client: string, params: Readonly<Record<string, string>>): LoadRequest {
  return {
    url,
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ ...params, client_id: client, client_secret: clientSecret }).toString(),
    status: 200,
  }
}
