/** The authorization endpoint (RFC 6749 §3.1), GET and POST. */

import { AppError } from '../../kernel/errors.ts'
import type { RouteRequest } from '../../plugin.ts'
import type { AuthServices } from '../auth-services.ts'
import type { AuthorizationRequest, RequestTarget } from '../authorize/authorization-request.ts'
import { checkRequest } from '../authorize/check-request.ts'
import { findTarget } from '../authorize/find-target.ts'
import { nextStep } from '../authorize/next-step.ts'
import { redirectTo, respondWithCode, respondWithError } from '../authorize/respond.ts'
import { formType, mediaTypeOf } from '../params/media-type.ts'
import { createParams } from '../params/params.ts'
import type { BrowserSession } from '../sessions/browser-sessions.ts'

const maxQueryLength = 8192

export async function authorize(request: RouteRequest, services: AuthServices): Promise<Response> {
  const query = await readQuery(request)
  // Another site's form comes without our SameSite cookie; the same request as a GET comes with it.
  if (request.method === 'POST') return redirectTo(`${services.issuer}/auth/authorize?${query}`, [], 303)
  const target = await findTarget(createParams(query), services.documents)
  return await answerThroughClient(target, services, () => proceed(request, target, query, services))
}

async function proceed(
  request: RouteRequest,
  target: RequestTarget,
  query: URLSearchParams,
  services: AuthServices,
): Promise<Response> {
  const asked = checkRequest(target, services.issuer)
  const browser = await services.browsers.find(services.cookies.read(request.headers, 'session'))
  const next = await nextStep(asked, browser, stepServices(services))
  if (next.step === 'login') return redirectTo(`${services.issuer}/auth/login?${query}`)
  if (next.step === 'consent') return redirectTo(`${services.issuer}/auth/grant?${query}`)
  const code = await services.codes.issue(toCodeFacts(asked, next.browser, services))
  return respondWithCode(asked, asked.responseMode, code, services)
}

/** From here on an OAuth error goes to the client; anything unexpected is its `server_error`, with the cause in the log. */
export async function answerThroughClient(
  target: RequestTarget,
  services: AuthServices,
  work: () => Promise<Response>,
): Promise<Response> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof AppError && /^[a-z_]+$/.test(error.code))
      return respondWithError(target, error, services)
    services.host.log.error('Authorization failed', { client: target.client.id, error })
    const isTransient = error instanceof AppError && error.category === 'transient'
    const code = isTransient ? 'temporarily_unavailable' : 'server_error'
    return respondWithError(target, new AppError('exception', code, 'The server could not answer'), services)
  }
}

/** The parameters as a query, whichever way they came: the login page carries them on in its URL. */
async function readQuery(request: RouteRequest): Promise<URLSearchParams> {
  if (request.method !== 'POST') return limited(new URLSearchParams(request.queryString ?? ''))
  if (mediaTypeOf(request.headers) !== formType) {
    throw new AppError('invalid', 'invalid_request', 'A POST to this address must be a form.')
  }
  return limited(new URLSearchParams(await request.text()))
}

function limited(query: URLSearchParams): URLSearchParams {
  if (query.toString().length > maxQueryLength) {
    throw new AppError('invalid', 'invalid_request', 'The parameters of the request are too long.')
  }
  return query
}

export function stepServices({ documents, host, keys, issuer }: AuthServices) {
  return { documents, digest: host.digest, clock: host.clock, keys, issuer }
}

function toCodeFacts(asked: AuthorizationRequest, browser: BrowserSession, { host }: AuthServices) {
  const { client, redirectUri, scope, audience, nonce, codeChallenge } = asked
  return {
    clientId: client.id,
    clientCreatedAt: client.createdAt,
    redirectUri,
    userId: browser.user.id,
    sessionId: host.random.uuid(),
    browserSessionId: browser.sessionId,
    scope,
    audience,
    authTime: browser.authTime,
    nonce,
    codeChallenge,
  }
}

/** The query of an authorization request without what a sign-in or a consent has just fulfilled. */
export function withoutFulfilled(query: URLSearchParams, fulfilled: 'login' | 'consent'): URLSearchParams {
  const rest = new URLSearchParams(query)
  const done = fulfilled === 'login' ? ['login', 'select_account'] : ['consent']
  const prompt = (rest.get('prompt') ?? '').split(' ').filter((one) => one !== '' && !done.includes(one))
  if (prompt.length > 0) rest.set('prompt', prompt.join(' '))
  else rest.delete('prompt')
  // The sign-in a moment ago is as young as it gets.
  if (fulfilled === 'login' && rest.get('max_age') === '0') rest.delete('max_age')
  return rest
}
