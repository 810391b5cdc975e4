/** People sign in at Firekeep and see what its policies let them see. The browser gets a session cookie and no token. */
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import process from 'node:process'
import * as oidc from 'openid-client'
import { html, page, patientList, refusal, signIn } from './page.mjs'

const { FIREKEEP_URL: firekeep = 'http://localhost:8080', APP_URL: app = 'http://localhost:3000' } =
  process.env
const secret = process.env.CLINIC_SECRET ?? 'a secret for trying only'
const insecure = { execute: firekeep.startsWith('http:') ? [oidc.allowInsecureRequests] : [] }
const config = await oidc
  .discovery(new URL(firekeep), 'clinic', secret, undefined, insecure)
  .catch((error) => {
    console.error(`Firekeep does not answer at ${firekeep}: ${error.cause?.message ?? error.message}`)
    process.exit(1)
  })

/** Who is signed in, by the value of their cookie. In memory: a restart of the application signs everybody out of it. */
const sessions = new Map()

const routes = {
  async 'GET /'({ session }) {
    if (!session) return page('Welcome', html`<p>Sign in to see the patients.</p>${signIn}`)
    const headers = { authorization: `Bearer ${session.tokens.access_token}` }
    const response = await fetch(`${firekeep}/Patient?_count=20`, { headers })
    const body = await response.json()
    if (response.ok)
      return page('Patients', patientList(body.entry.map((entry) => entry.resource)), session.name)
    // No policy lets this person in (403), or the session was ended elsewhere (401): an OperationOutcome says it in words.
    const content = html`${refusal(body.issue[0].diagnostics)}${response.status === 401 ? signIn : ''}`
    return { status: response.status, ...page('You cannot see the patients', content, session.name) }
  },

  async 'GET /login'() {
    const checks = {
      pkceCodeVerifier: oidc.randomPKCECodeVerifier(),
      expectedState: oidc.randomState(),
      expectedNonce: oidc.randomNonce(),
    }
    const location = oidc.buildAuthorizationUrl(config, {
      redirect_uri: `${app}/callback`,
      scope: 'openid profile',
      code_challenge: await oidc.calculatePKCECodeChallenge(checks.pkceCodeVerifier),
      code_challenge_method: 'S256',
      state: checks.expectedState,
      nonce: checks.expectedNonce,
    })
    return { location, cookies: [toCookie('clinic_login', btoa(JSON.stringify(checks)), 600)] }
  },

  async 'GET /callback'({ url, cookies }) {
    const checks = JSON.parse(atob(cookies.clinic_login ?? btoa('{}')))
    const tokens = await oidc.authorizationCodeGrant(config, url, { ...checks, idTokenExpected: true })
    const id = randomUUID()
    sessions.set(id, { tokens, name: tokens.claims().name })
    setTimeout(() => sessions.delete(id), tokens.expires_in * 1000).unref()
    return {
      location: '/',
      cookies: [toCookie('clinic', id, tokens.expires_in), toCookie('clinic_login', '', 0)],
    }
  },

  // SameSite=Lax: another site cannot send this form with the cookie.
  async 'POST /logout'({ session, cookies }) {
    sessions.delete(cookies.clinic)
    const hint = session && { id_token_hint: session.tokens.id_token }
    const location = oidc.buildEndSessionUrl(config, { ...hint, post_logout_redirect_uri: `${app}/` })
    return { location, cookies: [toCookie('clinic', '', 0)] }
  },
}

const toCookie = (name, value, seconds) =>
  `${name}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Lax${app.startsWith('https:') ? '; Secure' : ''}`

const style = readFileSync(new URL('../app.css', import.meta.url))
const headers = {
  'content-security-policy': `default-src 'none'; style-src 'self'; img-src data:; form-action 'self' ${firekeep}; frame-ancestors 'none'; base-uri 'none'`,
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
}

async function answer(request) {
  const url = new URL(request.url, app)
  const cookies = Object.fromEntries(
    (request.headers.cookie ?? '').split('; ').map((pair) => pair.split(/=(.*)/)),
  )
  const route = routes[`${request.method} ${url.pathname}`]
  if (!route) return { status: 404, ...page('Not found', html`<a href="/">To the first page</a>`) }
  try {
    return await route({ url, cookies, session: sessions.get(cookies.clinic) })
  } catch (error) {
    console.error(error)
    const reason = error.error_description ?? error.cause?.message ?? error.message
    return {
      status: url.pathname === '/callback' ? 400 : 502,
      ...page('That did not work', html`${refusal(reason)}${signIn}`),
    }
  }
}

createServer(async (request, response) => {
  if (request.url === '/app.css') return response.writeHead(200, { 'content-type': 'text/css' }).end(style)
  const { status, html: body, location, cookies = [] } = await answer(request)
  response.setHeader('set-cookie', cookies)
  if (location) return response.writeHead(303, { location }).end()
  return response.writeHead(status ?? 200, headers).end(body)
}).listen(process.env.PORT ?? new URL(app).port, 'localhost', () =>
  console.log(`${app} signs people in at ${firekeep}`),
)
