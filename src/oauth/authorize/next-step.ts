/** What stands between a good authorization request and its code: a sign-in, a consent, or nothing. */
import { type Clock, epochSeconds } from '../../kernel/clock.ts'
import { isFirstParty } from '../client-auth/client-settings.ts'
import { oauthError } from '../oauth-error.ts'
import type { BrowserSession } from '../sessions/browser-sessions.ts'
import { verifyOwnJwt } from '../tokens/access-tokens.ts'
import type { SigningKeys } from '../tokens/signing-keys.ts'
import type { AuthorizationRequest } from './authorization-request.ts'
import { type ConsentServices, hasConsent } from './consent.ts'

export type NextStep =
  | { readonly step: 'login' }
  | { readonly step: 'consent' }
  | { readonly step: 'code'; readonly browser: BrowserSession }

export interface StepServices extends ConsentServices {
  readonly clock: Clock
  readonly keys: SigningKeys
  readonly issuer: string
}

/** @throws AppError `login_required`, `consent_required` where `prompt=none` forbids to ask (OpenID Connect Core §3.1.2.6). */
export async function nextStep(
  request: AuthorizationRequest,
  browser: BrowserSession | null,
  services: StepServices,
): Promise<NextStep> {
  const isSilent = request.prompt.has('none')
  if (browser === null || (await mustSignInAgain(request, browser, services))) {
    if (isSilent)
      throw oauthError('login_required', 'The user is not signed in, and prompt=none forbids to ask')
    return { step: 'login' }
  }
  if (await mustConsent(request, browser, services)) {
    if (isSilent)
      throw oauthError('consent_required', 'The user has not consented, and prompt=none forbids to ask')
    return { step: 'consent' }
  }
  return { step: 'code', browser }
}

async function mustSignInAgain(
  request: AuthorizationRequest,
  browser: BrowserSession,
  services: StepServices,
): Promise<boolean> {
  if (request.prompt.has('login') || request.prompt.has('select_account')) return true
  const age = epochSeconds(services.clock) - browser.authTime
  if (request.maxAgeSeconds !== undefined && age > request.maxAgeSeconds) return true
  const hint = request.params.get('id_token_hint')
  if (hint === undefined) return false
  const claims = await verifyOwnJwt(hint, 'JWT', { ...services, allowExpired: true })
  if (claims === null) throw oauthError('invalid_request', 'id_token_hint is not an ID token of this server')
  return claims.sub !== browser.user.id
}

async function mustConsent(
  request: AuthorizationRequest,
  browser: BrowserSession,
  services: StepServices,
): Promise<boolean> {
  if (isFirstParty(request.client)) return false
  if (request.prompt.has('consent')) return true
  return !(await hasConsent(browser.user.id, request.client.id, request.scope, services))
}
