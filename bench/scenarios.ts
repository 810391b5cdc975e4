/** What is measured, in the order of a round. */
import type { CodeFlowUnit, LoadRequest, RequestsUnit } from './load-job.ts'
import { patientId, samplePatient } from './sample-patient.ts'
import { authorizeUrl, clientSecret, codeForm, type ProductSetup } from './set-up-product.ts'

export interface Scenario {
  readonly name: string
  readonly server: 'floor' | 'product' | 'beside'
  /** The scenario that it is compared with. */
  readonly floor?: string
  /** At most: of the ratio to the floor where there is one, otherwise µs of the server. */
  readonly aim?: number
  /** Requests, or flows, of one measurement. */
  readonly count: number
  readonly unit: RequestsUnit | CodeFlowUnit
}

/** The scenarios of a product, each followed by the same on the product of another checkout. */
export async function listScenariosBeside(targets: Targets, other: Targets): Promise<readonly Scenario[]> {
  const others = await listScenarios(other)
  return (await listScenarios(targets)).flatMap((scenario, at) => {
    const same = others[at]
    if (same === undefined || scenario.server === 'floor') return [scenario]
    return [scenario, { ...same, server: 'beside', name: `${same.name} (beside)`, aim: undefined } as const]
  })
}

export interface Targets {
  readonly floorUrl: string
  readonly productUrl: string
  readonly setup: ProductSetup
  readonly patientCount: number
}

export async function listScenarios(targets: Targets): Promise<readonly Scenario[]> {
  const { floorUrl, productUrl, setup } = targets
  const { jwtToken, opaqueToken, basic } = setup
  const product = (authorization: string) => ({ url: productUrl, headers: { authorization } })
  const floor = { url: floorUrl, headers: {} }
  const gets = (at: Place) => toUnit(targets, at, () => ({ method: 'GET' }))
  const puts = (at: Place) =>
    toUnit(
      targets,
      { ...at, headers: { ...at.headers, 'content-type': 'application/fhir+json' } },
      (number) => ({
        method: 'PUT',
        body: JSON.stringify(samplePatient(number)),
      }),
    )
  const read = { server: 'product', floor: 'GET, floor', count: 5000 } as const
  const write = { server: 'product', floor: 'PUT, floor', count: 2500, aim: 1.5 } as const
  const refresh = { server: 'product', count: 2000 } as const
  return [
    { name: 'GET, floor', server: 'floor', count: 5000, unit: gets(floor) },
    { ...read, name: 'GET, JWT, matcho', aim: 1.5, unit: gets(product(`Bearer ${jwtToken}`)) },
    { ...read, name: 'GET, opaque token, matcho', aim: 1.5, unit: gets(product(`Bearer ${opaqueToken}`)) },
    { ...read, name: 'GET, HTTP Basic, matcho', unit: gets(product(basic)) },
    { name: 'PUT, floor', server: 'floor', count: 2500, unit: puts(floor) },
    { ...write, name: 'PUT, JWT, matcho', unit: puts(product(`Bearer ${jwtToken}`)) },
    { ...write, name: 'PUT, opaque token, matcho', unit: puts(product(`Bearer ${opaqueToken}`)) },
    {
      ...refresh,
      name: 'refresh, JWT',
      aim: 450,
      unit: refreshes(productUrl, 'bench-jwt', setup.refreshTokens),
    },
    {
      ...refresh,
      name: 'refresh, JWT and ES256 id_token',
      unit: refreshes(productUrl, 'bench-oidc', setup.oidcRefreshTokens),
    },
    {
      server: 'product',
      name: 'client credentials, opaque',
      count: 2000,
      unit: clientCredentials(productUrl),
    },
    { server: 'product', name: 'code flow, signed in', count: 600, unit: await codeFlow(targets) },
  ]
}

interface Place {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
}

function toUnit(
  { patientCount }: Targets,
  { url, headers }: Place,
  toRequest: (number: number) => Pick<LoadRequest, 'method' | 'body'>,
): RequestsUnit {
  const requests = Array.from({ length: patientCount }, (_, number) => ({
    ...toRequest(number),
    url: `${url}/Patient/${patientId(number)}`,
    headers,
    status: 200,
  }))
  return { kind: 'requests', requests }
}

function refreshes(url: string, client: string, tokens: readonly string[]): RequestsUnit {
  const requests = tokens.map((token) =>
    tokenRequest(url, client, { grant_type: 'refresh_token', refresh_token: token }),
  )
  return { kind: 'requests', requests }
}

function clientCredentials(url: string): RequestsUnit {
  const request = tokenRequest(url, 'bench-client', { grant_type: 'client_credentials' })
  return { kind: 'requests', requests: [request] }
}

function tokenRequest(url: string, client: string, params: Record<string, string>): LoadRequest {
  return {
    url: `${url}/auth/token`,
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ ...params, client_id: client, client_secret: clientSecret }).toString(),
    status: 200,
  }
}

/** With PKCE, and with an id_token, as an OpenID Connect client would. */
async function codeFlow({ productUrl, setup }: Targets): Promise<CodeFlowUnit> {
  return {
    kind: 'code-flow',
    authorizeUrl: await authorizeUrl(productUrl, 'bench-oidc', 'openid'),
    cookie: setup.cookie,
    tokenUrl: `${productUrl}/auth/token`,
    tokenForm: codeForm('bench-oidc'),
  }
}
