/** The login page: `username` and `password`, then on with the authorization request whose id the URL carries. */
import type { UserDocument } from '../../directory/User.ts'
import { AppError } from '../../kernel/errors.ts'
import type { RouteRequest } from '../../plugin.ts'
import type { AuthServices } from '../auth-services.ts'
import type { RequestTarget } from '../authorize/authorization-request.ts'
import { answerWaiting, takeUp } from '../authorize/go-on.ts'
import { makeFormToken, refuseLostForm } from '../authorize/lost-form.ts'
import { redirectTo } from '../authorize/respond.ts'
import { browserOf, type Cookies } from '../browser/cookies.ts'
import { pageUrl, signOutForm } from '../browser/page-urls.ts'
import { nameOfClient } from '../pages/client-name.ts'
import { renderLoginPage } from '../pages/login-page.ts'
import { toPageResponse } from '../pages/page-response.ts'
import { toPageUser } from '../pages/sign-out-form.ts'
import { renderSignedInPage } from '../pages/signed-in-page.ts'
import { loginForm, loginQuery } from '../params/page-params.ts'
import { readForm, readQuery } from '../params/sent-params.ts'
import { knownWaySeconds, type SignInOrigin } from '../passwords/known-ways.ts'
import type { BrowserSession } from '../sessions/browser-sessions.ts'
import { begin } from './authorize.ts'

export async function showLogin(request: RouteRequest, services: AuthServices): Promise<Response> {
  const sent = readQuery(request.queryString)
  // A bookmark may carry the whole request in place of its id.
  if (sent.has('client_id') && !sent.has('request')) return await begin(sent, request, services)
  const { request: id, login_hint: username, open } = loginQuery.parse(sent)
  if (id !== undefined) {
    const waiting = await takeUp(id, request, services)
    return await answerWaiting(waiting, request, services, (next, { params }) =>
      next.step === 'login'
        ? loginPage(request, services, { id, target: waiting.target, username: params.login_hint })
        : null,
    )
  }
  const browser = await services.browsers.find(services.cookies.read(request.headers, 'session'))
  if (browser === null) return loginPage(request, services, { username, open })
  return open === undefined
    ? signedInPage(browser, request, services)
    : redirectTo(pageUrl('account', services))
}

export async function submitLogin(request: RouteRequest, services: AuthServices): Promise<Response> {
  const form = loginForm.parse(await readForm(request))
  const { request: id, open, username: typed = '', password = '', csrf: token } = form
  const lost = await refuseLostForm({ purpose: 'login', id, token }, request, services)
  if (lost !== null) return lost
  const waiting = id === undefined ? undefined : await takeUp(id, request, services)
  const username = typed.trim()
  const again = { id, open, target: waiting?.target, username }
  const attempt = await tryPassword(username, password, request, services)
  if (attempt.outcome === 'delayed')
    return loginPage(request, services, {
      ...again,
      retryAfterSeconds: attempt.retryAfterSeconds,
      status: 429,
    })
  const cookies = attempt.outcome === 'right' ? await startSession(attempt.user, request, services) : null
  if (attempt.outcome === 'wrong' || cookies === null)
    return loginPage(request, services, {
      ...again,
      isWrong: true,
      status: 401,
    })
  if (id !== undefined) await services.requests.markDone(id, 'sign-in', attempt.user.id)
  const next = open === undefined ? pageUrl('login', services, id) : pageUrl('account', services)
  return redirectTo(next, cookies)
}

/** The cookies of the sign-in; null when the password has changed since it was verified. */
async function startSession(
  user: UserDocument,
  request: RouteRequest,
  { host, browsers, cookies, sessions, knownWays }: AuthServices,
): Promise<readonly string[] | null> {
  // A new cookie after each sign-in, and the sign-in of somebody else ends: nobody can plant one (session fixation).
  const before = await browsers.find(cookies.read(request.headers, 'session'))
  const isSame = before?.user.id === user.id
  if (before !== null && !isSame) await sessions.end(before.sessionId)
  const secret = await browsers.start(user, isSame ? before : null, {
    methods: ['pwd'],
    userAgent: request.headers.get('user-agent') ?? undefined,
    ip: request.remoteAddress,
  })
  if (secret === null) return null
  const { remoteAddress, requestId } = request
  host.log.info('Signed in', { user: user.id, remoteAddress, requestId })
  const device = await knownWays.remember(user, toOrigin(request, cookies))
  return [cookies.set('session', secret), cookies.set('device', device, knownWaySeconds)]
}

type Attempt =
  | { readonly outcome: 'right'; readonly user: UserDocument }
  | { readonly outcome: 'wrong' }
  | { readonly outcome: 'delayed'; readonly retryAfterSeconds: number }

async function tryPassword(
  username: string,
  password: string,
  request: RouteRequest,
  { host, passwords, cookies }: AuthServices,
): Promise<Attempt> {
  const claimed = await passwords.find(username)
  const { remoteAddress, requestId } = request
  request.note({ account: claimed.digest })
  try {
    const user = await passwords.verify(claimed, password, toOrigin(request, cookies))
    if (user !== null) return { outcome: 'right', user }
    request.note({ code: 'wrong-password' })
    host.log.warn('Sign-in failed', { account: claimed.digest, remoteAddress, requestId })
    return { outcome: 'wrong' }
  } catch (error) {
    if (!(error instanceof AppError) || error.category !== 'too-many') throw error
    request.note({ code: error.code })
    return { outcome: 'delayed', retryAfterSeconds: error.retryAfterSeconds ?? 1 }
  }
}

function toOrigin({ remoteAddress, headers }: RouteRequest, cookies: Cookies): SignInOrigin {
  return { address: remoteAddress, device: cookies.read(headers, 'device') }
}

interface LoginState {
  /** Of the request that waits for the sign-in. */
  readonly id?: string
  /** Where the sign-in leads when no request waits. */
  readonly open?: 'account'
  readonly target?: RequestTarget
  readonly username?: string
  readonly isWrong?: boolean
  readonly retryAfterSeconds?: number
  readonly status?: number
}

function loginPage(request: RouteRequest, services: AuthServices, state: LoginState): Response {
  const { id, open, target, username, isWrong = false, retryAfterSeconds, status = 200 } = state
  const { brandings, cookies, host } = services
  const known = browserOf(request.headers, id, cookies)
  const browser = known ?? host.random.token(32)
  const branding = brandings.of(request, target?.uiLocales)
  const page = renderLoginPage({
    branding,
    action: pageUrl('login', services),
    fields: { ...(id !== undefined && { request: id }), ...(open !== undefined && { open }) },
    csrfToken: makeFormToken('login', browser, id, services),
    clientName: target && nameOfClient(target.client),
    username: username?.slice(0, 320),
    error: isWrong ? branding.texts['login.wrong'] : undefined,
    retryAfterSeconds,
  })
  const headers = new Headers()
  if (known === undefined) headers.append('set-cookie', cookies.set('form', browser))
  if (retryAfterSeconds !== undefined) headers.set('retry-after', String(retryAfterSeconds))
  return toPageResponse(page, { status, formAction: target ? [target.redirectUri] : [], headers })
}

function signedInPage(
  { user, sessionId }: BrowserSession,
  request: RouteRequest,
  services: AuthServices,
): Response {
  const page = renderSignedInPage({
    branding: services.brandings.of(request),
    user: toPageUser(user),
    accountUrl: pageUrl('account', services),
    signOut: signOutForm(sessionId, services),
  })
  return toPageResponse(page)
}
