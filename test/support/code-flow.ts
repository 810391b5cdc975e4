/** The code grant, walked as a person and a client walk it. */
import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { basic, type Reachable } from './test-app.ts'
import { readForm, UserAgent } from './user-agent.ts'

export const password = 'a password of a person'

export interface Tokens {
  readonly access_token: string
  readonly token_type: string
  readonly expires_in: number
  readonly refresh_token?: string
  readonly id_token?: string
  readonly scope?: string
  readonly userinfo?: Record<string, unknown>
}

/** The client of the documentation, with changes. */
export function webapp(code: Record<string, unknown> = {}, more: Record<string, unknown> = {}) {
  return {
    secret: 'verysecret',
    first_party: true,
    grant_types: ['code'],
    auth: {
      authorization_code: {
        redirect_uri: 'http://myapp.app',
        access_token_expiration: 360,
        token_format: 'jwt',
        secret_required: true,
        refresh_token: true,
        refresh_token_expiration: 86400,
        ...code,
      },
    },
    ...more,
  }
}

export async function putClient(app: Reachable, id: string, client: unknown = webapp()): Promise<void> {
  await app.root('PUT', `/Client/${id}`, client)
}

export async function putUser(app: Reachable, id: string, more: Record<string, unknown> = {}): Promise<void> {
  await app.root('PUT', `/User/${id}`, { password, email: `${id}@example.com`, ...more })
}

export function authorizeUrl(clientId: string, params: Record<string, string> = {}): string {
  return `/auth/authorize?${new URLSearchParams({ response_type: 'code', client_id: clientId, ...params })}`
}

/** Signs in on the login page that the request leads to. Returns where that led. */
export async function signIn(
  agent: UserAgent,
  url: string,
  username: string,
  secret = password,
): Promise<Response> {
  const page = await agent.open(url)
  assert.equal(page.status, 200, await page.clone().text())
  return await agent.submit(await readForm(page), { username, password: secret })
}

/** Parameters of a redirect to the client. */
export function redirectParams(response: Response): URLSearchParams {
  const location = response.headers.get('location')
  assert.ok(location, `no redirect but ${response.status}`)
  return new URL(location).searchParams
}

/** A code for a user who has to sign in. */
export async function getCode(
  app: Reachable,
  clientId: string,
  username: string,
  params: Record<string, string> = {},
  agent = new UserAgent(app),
): Promise<string> {
  const response = await signIn(agent, authorizeUrl(clientId, params), username)
  const code = redirectParams(response).get('code')
  assert.ok(code, `no code in ${response.headers.get('location')}`)
  return code
}

export async function postToken(
  app: Reachable,
  params: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<Response> {
  return await app.fetch('/auth/token', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: new URLSearchParams(params),
  })
}

export const webappSecret = { client_id: 'webapp', client_secret: 'verysecret' }

/** The whole flow up to the tokens. */
export async function getTokens(
  app: Reachable,
  clientId: string,
  username: string,
  options: { params?: Record<string, string>; token?: Record<string, string>; agent?: UserAgent } = {},
): Promise<Tokens> {
  const code = await getCode(app, clientId, username, options.params, options.agent)
  const token = options.token ?? { client_id: clientId, client_secret: 'verysecret' }
  const response = await postToken(app, { grant_type: 'authorization_code', code, ...token })
  const body = await response.json()
  assert.equal(response.status, 200, JSON.stringify(body))
  return body as Tokens
}

export async function refresh(
  app: Reachable,
  token: string,
  client: Record<string, string> = webappSecret,
): Promise<Response> {
  return await postToken(app, { grant_type: 'refresh_token', refresh_token: token, ...client })
}

export function bearer(token: string): Record<string, string> {
  return { authorization: `Bearer ${token}` }
}

export { basic }

export function pkce(): { verifier: string; params: Record<string, string> } {
  const verifier = randomBytes(32).toString('base64url')
  const challenge = createHash('sha256').update(verifier).digest('base64url')
  return { verifier, params: { code_challenge: challenge, code_challenge_method: 'S256' } }
}

/** The error of an OAuth answer, with its status checked. */
export async function errorOf(response: Response, status: number): Promise<string> {
  const text = await response.text()
  assert.equal(response.status, status, text)
  const body = JSON.parse(text)
  assert.equal(typeof body.error_description, 'string', text)
  return body.error
}

/** Allows a user everything. */
export async function allowUser(app: Reachable, userId: string): Promise<void> {
  await app.root('PUT', `/AccessPolicy/allow-${userId}`, {
    engine: 'allow',
    link: [{ reference: `User/${userId}` }],
  })
}
