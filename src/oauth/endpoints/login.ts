/** The login page: `username` and `password`, then back to the authorization request that the URL carries. */
import type { UserDocument } from '../../directory/User.ts'
import { AppError } from '../../kernel/errors.ts'
import type { RouteRequest } from '../../plugin.ts'
import type { AuthServices } from '../auth-services.ts'
import { findTarget } from '../authorize/find-target.ts'
import { displayName, redirectTo } from '../authorize/respond.ts'
import { checkForm, formToken } from '../browser/form-protection.ts'
import { readPageForm } from '../browser/read-page-form.ts'
import { toPageUser } from '../browser/to-page-user.ts'
import { renderLoginPage } from '../pages/login-page.ts'
import { toPageResponse } from '../pages/page-response.ts'
import { renderSignedInPage } from '../pages/signed-in-page.ts'
import { createParams } from '../params/params.ts'
import { withoutFulfilled } from './authorize.ts'

const wrong = 'That name and password do not fit together.'

export async function showLogin(request: RouteRequest, services: AuthServices): Promise<Response> {
  const query = new URLSearchParams(request.queryString ?? '')
  if (!query.has('client_id')) {
    const browser = await services.browsers.find(services.cookies.read(request.headers, 'session'))
    if (browser !== null) {
      const { branding, issuer, host } = services
      const signOut = { action: `${issuer}/auth/logout`, csrfToken: formToken(browser.secret, host.digest) }
      return toPageResponse(renderSignedInPage({ branding, user: toPageUser(browser.user), signOut }))
    }
  }
  return await loginPage(request, query, services, { username: createParams(query).get('login_hint') })
}

export async function submitLogin(request: RouteRequest, services: AuthServices): Promise<Response> {
  const { host, cookies } = services
  const query = new URLSearchParams(request.queryString ?? '')
  const form = await readPageForm(request)
  const cookie = cookies.read(request.headers, 'form')
  checkForm(
    { cookie, token: form.get('csrf'), origin: request.headers.get('origin') },
    services.issuer,
    host.digest,
  )
  const username = (form.get('username') ?? '').trim()
  const password = form.get('password') ?? ''
  const attempt = await tryPassword(username, password, request, services)
  if (attempt.outcome === 'delayed') {
    const { retryAfterSeconds } = attempt
    return await loginPage(request, query, services, { username, retryAfterSeconds, status: 429 })
  }
  if (attempt.outcome === 'wrong')
    return await loginPage(request, query, services, { username, error: wrong, status: 401 })
  // A new cookie after each sign-in, and the sign-in of somebody else ends: nobody can plant one (session fixation).
  const before = await services.browsers.find(cookies.read(request.headers, 'session'))
  const isSame = before?.user.id === attempt.user.id
  if (before !== null && !isSame) await services.sessions.end(before.sessionId)
  const secret = await services.browsers.start(attempt.user, isSame ? before : null, {
    userAgent: request.headers.get('user-agent') ?? undefined,
    ip: request.remoteAddress,
  })
  if (secret === null)
    return await loginPage(request, query, services, { username, error: wrong, status: 401 })
  host.log.info('Signed in', { user: attempt.user.id, remoteAddress: request.remoteAddress })
  const next = query.has('client_id') ? `/auth/authorize?${withoutFulfilled(query, 'login')}` : '/auth/login'
  return redirectTo(`${services.issuer}${next}`, [cookies.set('session', secret), cookies.clear('form')])
}

type Attempt =
  | { readonly outcome: 'right'; readonly user: UserDocument }
  | { readonly outcome: 'wrong' }
  | { readonly outcome: 'delayed'; readonly retryAfterSeconds: number }

async function tryPassword(
  username: string,
  password: string,
  request: RouteRequest,
  { host, passwords }: AuthServices,
): Promise<Attempt> {
  try {
    const user = await passwords.verify(username, password, request.remoteAddress)
    if (user !== null) return { outcome: 'right', user }
    host.log.warn('Sign-in failed', { remoteAddress: request.remoteAddress })
    return { outcome: 'wrong' }
  } catch (error) {
    if (!(error instanceof AppError) || error.category !== 'too-many') throw error
    return { outcome: 'delayed', retryAfterSeconds: Number(error.headers?.['retry-after'] ?? 1) }
  }
}

interface LoginState {
  readonly username?: string
  readonly error?: string
  readonly retryAfterSeconds?: number
  readonly status?: number
}

async function loginPage(
  request: RouteRequest,
  query: URLSearchParams,
  services: AuthServices,
  state: LoginState,
): Promise<Response> {
  const { host, cookies, branding, issuer } = services
  // A request that can lead nowhere is refused before somebody types a password.
  const target = query.has('client_id')
    ? await findTarget(createParams(query), services.documents)
    : undefined
  const known = cookies.read(request.headers, 'form')
  const cookie = known ?? host.random.token(32)
  const search = query.size > 0 ? `?${query}` : ''
  const page = renderLoginPage({
    branding,
    action: `${issuer}/auth/login${search}`,
    csrfToken: formToken(cookie, host.digest),
    clientName: target && displayName(target),
    username: state.username?.slice(0, 320),
    error: state.error,
    retryAfterSeconds: state.retryAfterSeconds,
  })
  const headers = new Headers()
  if (known === undefined) headers.append('set-cookie', cookies.set('form', cookie))
  if (state.retryAfterSeconds !== undefined) headers.set('retry-after', String(state.retryAfterSeconds))
  return toPageResponse(page, {
    status: state.status ?? 200,
    formAction: target ? [target.redirectUri] : [],
    headers,
  })
}
