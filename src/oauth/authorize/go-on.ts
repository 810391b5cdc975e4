/** An authorization request goes on: to the login page, to the consent page, or with a code back to the client. */
import { AppError } from '../../kernel/errors.ts'
import type { RouteRequest } from '../../plugin.ts'
import type { AuthServices } from '../auth-services.ts'
import { browserOf } from '../browser/cookies.ts'
import { pageUrl } from '../browser/page-urls.ts'
import { aboutClient } from '../client-auth/client-secrets.ts'
import type { AuthorizeParams } from '../params/authorize-params.ts'
import type { BrowserSession } from '../sessions/browser-sessions.ts'
import type { AuthorizationRequest, RequestTarget } from './authorization-request.ts'
import { checkRequest } from './check-request.ts'
import { findTarget } from './find-target.ts'
import { type KeptRequest, keptSeconds } from './kept-requests.ts'
import { type Encounter, type NextStep, nextStep } from './next-step.ts'
import { answerThroughClient, redirectTo, respondWithCode } from './respond.ts'

/** A request that was kept, met again on one of its pages. */
export interface Waiting {
  readonly kept: KeptRequest
  readonly target: RequestTarget
}

/** @throws AppError for the error page, also when the client or its redirect URIs have changed since the request began. */
export async function takeUp(id: string, request: RouteRequest, services: AuthServices): Promise<Waiting> {
  const kept = await services.requests.get(id, browserOf(request.headers, id, services.cookies))
  if (kept.params.client_id !== undefined) request.note(aboutClient(kept.params.client_id))
  const target = await findTarget(kept.params, services.documents)
  if (target.client.createdAt === kept.clientCreatedAt) return { kept, target }
  throw new AppError('invalid', 'invalid_client', 'The application has changed since this request began.')
}

/** The request and who is there to answer it. What depends on the client is checked anew each time: its settings may change. */
export async function meet(
  target: RequestTarget,
  params: AuthorizeParams,
  request: RouteRequest,
  { host, issuer, keys, browsers, cookies }: AuthServices,
): Promise<Pick<Encounter, 'asked' | 'browser'>> {
  const asked = await checkRequest(target, params, { issuer, keys, clock: host.clock })
  return { asked, browser: await browsers.find(cookies.read(request.headers, 'session')) }
}

/** Answers a page of a waiting request: with what `show` makes of the next step, or by going on where it makes nothing. */
export async function answerWaiting(
  { kept, target }: Waiting,
  request: RouteRequest,
  services: AuthServices,
  show: (next: NextStep, asked: AuthorizationRequest) => Promise<Response | null> | Response | null,
): Promise<Response> {
  return await answerThroughClient(target, request, services, async () => {
    const encounter = { ...(await meet(target, kept.params, request, services)), kept }
    const next = await nextStep(encounter, services.host)
    return (await show(next, encounter.asked)) ?? (await goOn(next, encounter, request, services))
  })
}

export async function goOn(
  next: NextStep,
  { asked, kept }: Encounter,
  request: RouteRequest,
  services: AuthServices,
): Promise<Response> {
  if (next.step === 'code')
    return respondWithCode(asked, await issueCode(asked, next.browser, services), request, services)
  const page = next.step === 'login' ? 'login' : 'grant'
  if (kept) return redirectTo(pageUrl(page, services, kept.id))
  const { cookies, requests, host } = services
  const known = cookies.read(request.headers, 'form')
  const browser = known ?? host.random.token(32)
  const id = await requests.keep(asked, browser)
  const made = [cookies.set('form', browser), cookies.set(`form_${id}`, browser, keptSeconds)]
  return redirectTo(pageUrl(page, services, id), known === undefined ? made : [])
}

async function issueCode(
  { client, redirectUri, scope, claims, audience, params }: AuthorizationRequest,
  { user, sessionId, authTime, methods }: BrowserSession,
  { host, codes }: AuthServices,
): Promise<string> {
  return await codes.issue({
    clientId: client.id,
    clientCreatedAt: client.createdAt,
    redirectUri,
    userId: user.id,
    sessionId: host.random.uuid(),
    browserSessionId: sessionId,
    scope,
    claims: { userinfo: claims.userinfo, idToken: claims.idToken },
    audience,
    authTime,
    methods,
    nonce: params.nonce,
    codeChallenge: params.code_challenge,
  })
}
