/** What stands between a good authorization request and its code: a sign-in, a consent, or nothing. */
import { epochSeconds } from '../../kernel/clock.ts'
import { isFirstParty, isPublicClient } from '../client-auth/client-settings.ts'
import { oauthError } from '../oauth-error.ts'
import type { BrowserSession } from '../sessions/browser-sessions.ts'
import type { AuthorizationRequest } from './authorization-request.ts'
import { type ConsentServices, hasConsent } from './consent.ts'
import type { KeptRequest } from './kept-requests.ts'
import { isOnDevice } from './redirect-uri-rules.ts'

export type NextStep =
  | { readonly step: 'login' }
  | { readonly step: 'consent'; readonly browser: BrowserSession }
  | { readonly step: 'code'; readonly browser: BrowserSession }

/** A request and who is there to answer it. */
export interface Encounter {
  readonly asked: AuthorizationRequest
  readonly browser: BrowserSession | null
  /** The record of a request that has waited for a person before. */
  readonly kept: KeptRequest | undefined
}

interface StepServices extends ConsentServices {
  /** The issuer. */
  readonly baseUrl: string
}

/** @throws AppError `login_required`, `consent_required` where `prompt=none` forbids to ask (OpenID Connect Core §3.1.2.6). */
export async function nextStep(encounter: Encounter, services: StepServices): Promise<NextStep> {
  const { asked, browser } = encounter
  const isSilent = asked.prompt.has('none')
  if (browser === null || (await mustSignInAgain(encounter, browser, services))) {
    if (isSilent)
      throw oauthError('login_required', 'The user is not signed in, and prompt=none does not allow asking')
    return { step: 'login' }
  }
  if (await mustConsent(encounter, browser, services)) {
    if (isSilent)
      throw oauthError(
        'consent_required',
        'The user has not consented, and prompt=none does not allow asking',
      )
    return { step: 'consent', browser }
  }
  return { step: 'code', browser }
}

async function mustSignInAgain(
  { asked, kept }: Encounter,
  { user, authTime }: BrowserSession,
  { clock }: ConsentServices,
): Promise<boolean> {
  if (asked.expectedUserId !== undefined && asked.expectedUserId !== user.id) return true
  const { max_age: maxAgeSeconds } = asked.params
  const isAsked = asked.prompt.has('login') || asked.prompt.has('select_account')
  const isOld = maxAgeSeconds !== undefined && epochSeconds(clock) - authTime > maxAgeSeconds
  if (!isAsked && !isOld) return false
  return !(await kept?.hasDone('sign-in', user.id))
}

async function mustConsent(
  { asked, kept }: Encounter,
  { user }: BrowserSession,
  services: StepServices,
): Promise<boolean> {
  if (mustAlwaysAsk(asked, services.baseUrl)) return !(await kept?.hasDone('consent', user.id))
  if (isFirstParty(asked.client)) return false
  if (asked.prompt.has('consent') && !(await kept?.hasDone('consent', user.id))) return true
  return !(await hasConsent({ user, client: asked.client }, asked.disclosed, services))
}

/**
 * RFC 8252 §8.6: any program on the device can pass for a client that proves nothing, so the person says that it is theirs.
 * But not where this server itself listens: nobody else can take the code there.
 */
function mustAlwaysAsk({ client, redirectUri }: AuthorizationRequest, issuer: string): boolean {
  return isPublicClient(client) && isOnDevice(redirectUri) && URL.parse(redirectUri)?.origin !== issuer
}
