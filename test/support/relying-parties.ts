/** Applications that people sign in to, each made with an unmodified library, and driven as a browser drives them. */
import { Auth, type AuthConfig } from '@auth/core'
import { getAuth, initOidcAuthMiddleware, oidcAuthMiddleware } from '@hono/oidc-auth'
import { Hono } from 'hono'
import passport from 'passport'
import { Strategy } from 'passport-openidconnect'

export interface RelyingParty {
  readonly name: string
  readonly redirectUri: string
  /** Where a sign-in begins. */
  readonly start: (browser: Browser) => Promise<Response>
  /** Answers a request of the browser, the one to the redirect URI among them. */
  readonly answer: (request: Request) => Promise<Response>
  /** The person that the application shows. */
  readonly show: (browser: Browser) => Promise<unknown>
}

export interface RelyingPartyOptions {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
}

/** Cookies of one application. */
export class Browser {
  readonly cookies = new Map<string, string>()
  readonly answer: RelyingParty['answer']

  constructor(answer: RelyingParty['answer']) {
    this.answer = answer
  }

  async open(url: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers)
    headers.set('cookie', [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '))
    const response = await this.answer(new Request(url, { ...init, headers }))
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      const at = pair.indexOf('=')
      if (/max-age=0\b/i.test(line)) this.cookies.delete(pair.slice(0, at))
      else this.cookies.set(pair.slice(0, at), pair.slice(at + 1))
    }
    return response
  }
}

const origin = 'http://app.example'
const scope = 'openid profile email'

export function authJs({ issuer, clientId, clientSecret }: RelyingPartyOptions): RelyingParty {
  const config: AuthConfig = {
    ...{ secret: 'a secret of the application, long enough', trustHost: true, basePath: '/auth' },
    providers: [{ id: 'firekeep', name: 'Firekeep', type: 'oidc', issuer, clientId, clientSecret }],
  }
  return {
    name: 'Auth.js',
    redirectUri: `${origin}/auth/callback/firekeep`,
    answer: (request) => Auth(request, config),
    async start(browser) {
      const { csrfToken } = await (await browser.open(`${origin}/auth/csrf`)).json()
      const headers = { 'content-type': 'application/x-www-form-urlencoded', origin }
      const body = new URLSearchParams({ csrfToken, callbackUrl: `${origin}/` })
      return await browser.open(`${origin}/auth/signin/firekeep`, { method: 'POST', headers, body })
    },
    show: async (browser) => (await (await browser.open(`${origin}/auth/session`)).json()).user,
  }
}

export function honoOidcAuth({ issuer, clientId, clientSecret }: RelyingPartyOptions): RelyingParty {
  const app = new Hono()
  app.use(
    '*',
    initOidcAuthMiddleware({
      OIDC_AUTH_SECRET: 'a secret of the application, of 32 characters',
      ...{ OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret },
      ...{ OIDC_REDIRECT_URI: '/callback', OIDC_SCOPES: scope },
    }),
    oidcAuthMiddleware(),
  )
  app.get('/me', async (context) => context.json(await getAuth(context)))
  return {
    name: '@hono/oidc-auth',
    redirectUri: `${origin}/callback`,
    answer: async (request) => await app.fetch(request),
    start: (browser) => browser.open(`${origin}/me`),
    show: async (browser) => (await browser.open(`${origin}/me`)).json(),
  }
}

/** `passport` as Express would call it, with the session of one browser. */
export function passportOpenidconnect({ issuer, clientId, clientSecret }: RelyingPartyOptions): RelyingParty {
  const session = {}
  let person: unknown
  const strategy = new Strategy(
    {
      ...{
        issuer,
        clientID: clientId,
        clientSecret,
        callbackURL: `${origin}/cb`,
        scope: ['profile', 'email'],
      },
      authorizationURL: `${issuer}/auth/authorize`,
      tokenURL: `${issuer}/auth/token`,
      userInfoURL: `${issuer}/auth/userinfo`,
    },
    (_issuer, profile, done) => done(null, profile),
  )
  const authenticate = new passport.Passport().use(strategy).authenticate('openidconnect', { session: false })
  const answer = (request: Request) =>
    new Promise<Response>((resolve, reject) => {
      const { pathname, search, searchParams } = new URL(request.url)
      const headers = new Headers()
      const req = {
        ...{ method: request.method, url: pathname + search, headers: Object.fromEntries(request.headers) },
        ...{ query: Object.fromEntries(searchParams), session, connection: {}, user: undefined },
      }
      const res = {
        statusCode: 200,
        setHeader: (name: string, value: string) => headers.set(name, value),
        end: (text?: string) => resolve(new Response(text, { status: res.statusCode, headers })),
      }
      authenticate(req, res, (error) => {
        if (error !== undefined && error !== null) return reject(error)
        person = req.user
        resolve(new Response('signed in'))
      })
    })
  return {
    name: 'passport-openidconnect',
    redirectUri: `${origin}/cb`,
    answer,
    start: (browser) => browser.open(`${origin}/login`),
    show: async () => person,
  }
}
