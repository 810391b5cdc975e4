/** What the scenarios need on the product: clients, a user who is signed in, policies, tokens. All over HTTP. */
import { putAsRoot, toBasic } from './product.ts'
import { patientId, samplePatient } from './sample-patient.ts'

export interface ProductSetup {
  /** `Authorization` of callers, each with one policy: the first three may read and update patients, the writer all. */
  readonly authorization: Readonly<Record<'jwt' | 'opaque' | 'basic' | 'writer', string>>
  /** Several of each, as they would come from several users. */
  readonly refreshTokens: readonly string[]
  readonly oidcRefreshTokens: readonly string[]
  /** Of `bench-opaque`. */
  readonly opaqueToken: string
  /** `Cookie` of a browser that is signed in. */
  readonly cookie: string
}

export const clientSecret = 'a secret of a client under measurement'
export const redirectUri = 'http://127.0.0.1:9/callback'
export const codeVerifier = 'a-code-verifier-of-43-characters-or-more-0123456789'
const password = 'a password of a user under measurement'
const refreshTokenCount = 32

export async function setUpProduct(url: string, patientCount: number): Promise<ProductSetup> {
  const put = (path: string, resource: unknown) => putAsRoot(url, path, resource)
  await put('Client/bench-jwt', codeClient({ token_format: 'jwt' }))
  await put('Client/bench-opaque', codeClient({}))
  await put('Client/bench-oidc', {
    ...codeClient({ token_format: 'jwt' }),
    id_token_signed_response_alg: 'ES256',
  })
  await put('Client/bench-client', { secret: clientSecret, grant_types: ['client_credentials'] })
  await put('Client/bench-client-jwt', jwtClient)
  await put('Client/bench-writer', jwtClient)
  await put('AccessPolicy/bench-writer', writerPolicy)
  await put('Client/bench-basic', { secret: clientSecret, grant_types: ['basic'] })
  await put('User/bench', {
    password,
    email: 'bench@example.org',
    name: { givenName: 'Ben', familyName: 'Ch' },
  })
  await put('AccessPolicy/bench-user', patientPolicy('User/bench', { user: { id: 'bench' } }))
  await put(
    'AccessPolicy/bench-basic',
    patientPolicy('Client/bench-basic', { client: { id: 'bench-basic' } }),
  )
  for (let number = 0; number < patientCount; number++)
    await put(`Patient/${patientId(number)}`, samplePatient(number))
  const cookie = await signIn(url)
  const tokens = (client: string, scope?: string) => getTokens(url, cookie, client, scope)
  // One after the other: each secret is verified by its slow hash once, and only then remembered.
  const many = async (client: string, scope?: string) => {
    const made: string[] = []
    while (made.length < refreshTokenCount) made.push((await tokens(client, scope)).refresh_token)
    return made
  }
  const opaqueToken = (await tokens('bench-opaque')).access_token
  return {
    authorization: {
      jwt: `Bearer ${(await tokens('bench-jwt')).access_token}`,
      opaque: `Bearer ${opaqueToken}`,
      basic: toBasic('bench-basic', clientSecret),
      writer: `Bearer ${await getClientToken(url, 'bench-writer')}`,
    },
    refreshTokens: await many('bench-jwt'),
    oidcRefreshTokens: await many('bench-oidc', 'openid'),
    opaqueToken,
    cookie,
  }
}

function codeClient(settings: Record<string, unknown>) {
  return {
    first_party: true,
    secret: clientSecret,
    grant_types: ['code'],
    auth: {
      authorization_code: {
        redirect_uri: redirectUri,
        access_token_expiration: 86_400,
        secret_required: true,
        refresh_token: true,
        refresh_token_expiration: 86400,
        ...settings,
      },
    },
  }
}

function patientPolicy(reference: string, more: Record<string, unknown>) {
  return {
    engine: 'matcho',
    link: [{ reference }],
    matcho: {
      'request-method': { $enum: ['get', 'put'] },
      uri: '#^/Patient/',
      params: { 'resource/type': 'Patient' },
      ...more,
    },
  }
}

const jwtClient = {
  ...{ secret: clientSecret, grant_types: ['client_credentials'] },
  auth: { client_credentials: { token_format: 'jwt', access_token_expiration: 86_400 } },
}

/** A client that reads and searches patients by one policy of its own. */
export async function putReader(url: string): Promise<void> {
  await putAsRoot(url, 'Client/bench-reader', jwtClient)
  await putAsRoot(url, 'AccessPolicy/bench-reader', {
    engine: 'matcho',
    link: [{ reference: 'Client/bench-reader' }],
    matcho: {
      'request-method': 'get',
      params: { 'resource/type': 'Patient' },
      client: { id: 'bench-reader' },
    },
  })
}

/** `Authorization` of that client. Good at this URL alone, which is another after a restart. */
export async function asReader(url: string): Promise<string> {
  return `Bearer ${await getClientToken(url, 'bench-reader')}`
}

const writerPolicy = {
  engine: 'matcho',
  link: [{ reference: 'Client/bench-writer' }],
  matcho: {
    'request-method': { $enum: ['get', 'put', 'post', 'delete'] },
    uri: '#^/',
    params: { 'resource/type': 'present?' },
    client: { id: 'bench-writer' },
  },
}

/** Fills in the login page as a person would. */
async function signIn(url: string): Promise<string> {
  const address = `${url}/auth/login`
  const page = await fetch(address)
  const csrf = /name="csrf" value="([^"]+)"/.exec(await page.text())?.[1]
  if (csrf === undefined) throw new Error('The login page has no form with a csrf field')
  const response = await fetch(address, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      origin: url,
      cookie: cookiesOf(page),
    },
    body: new URLSearchParams({ username: 'bench', password, csrf }),
    redirect: 'manual',
  })
  if (response.status !== 302) throw new Error(`The sign-in answered ${response.status}`)
  return cookiesOf(response)
}

function cookiesOf(response: Response): string {
  const pairs = response.headers.getSetCookie().map((cookie) => cookie.split(';')[0] ?? '')
  return pairs.filter((pair) => !pair.endsWith('=')).join('; ')
}

/** Of an authorization request with PKCE. */
export async function authorizeQuery(client: string, scope?: string): Promise<Record<string, string>> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(codeVerifier))
  return {
    response_type: 'code',
    client_id: client,
    redirect_uri: redirectUri,
    state: 'a-state-of-the-client',
    code_challenge: new Uint8Array(digest).toBase64({ alphabet: 'base64url', omitPadding: true }),
    code_challenge_method: 'S256',
    ...(scope !== undefined && { scope }),
  }
}

/** `client`: its id, which is first-party. */
export async function authorizeUrl(url: string, client: string, scope?: string): Promise<string> {
  return `${url}/auth/authorize?${new URLSearchParams(await authorizeQuery(client, scope))}`
}

/** The form of the token request without its code. */
export function codeForm(client: string): Record<string, string> {
  return {
    grant_type: 'authorization_code',
    client_id: client,
    client_secret: clientSecret,
    redirect_uri: redirectUri,
    code_verifier: codeVerifier,
  }
}

async function getTokens(url: string, cookie: string, client: string, scope?: string) {
  const led = await fetch(await authorizeUrl(url, client, scope), { headers: { cookie }, redirect: 'manual' })
  const location = led.headers.get('location') ?? `(${led.status}, no redirect)`
  const code = URL.parse(location)?.searchParams.get('code')
  if (!code) throw new Error(`No code for ${client}: ${location.slice(0, 300)}`)
  const body = new URLSearchParams({ ...codeForm(client), code })
  const answer = await fetch(`${url}/auth/token`, { method: 'POST', body })
  if (answer.status !== 200) throw new Error(`No tokens for ${client}: ${await answer.text()}`)
  return (await answer.json()) as { access_token: string; refresh_token: string }
}

/** Of a client that acts for itself. */
export async function getClientToken(url: string, client: string): Promise<string> {
  const body = new URLSearchParams({
    ...{ grant_type: 'client_credentials', client_id: client },
    client_secret: clientSecret,
  })
  const answer = await fetch(`${url}/auth/token`, { method: 'POST', body })
  if (answer.status !== 200) throw new Error(`No token for ${client}: ${await answer.text()}`)
  return ((await answer.json()) as { access_token: string }).access_token
}
