/** All checks of an authorization request behind its schema, its client and its redirect URI, in order. */
import type { Clock } from '../../kernel/clock.ts'
import { allowsGrant, type GrantSettings, isFirstParty } from '../client-auth/client-settings.ts'
import { oauthError } from '../oauth-error.ts'
import { type ClaimsRequest, noClaims, parseClaimsRequest } from '../oidc/claims-request.ts'
import { scopesOfClaims } from '../oidc/user-claims.ts'
import type { AuthorizeParams } from '../params/authorize-params.ts'
import { findIssuedClaims } from '../tokens/access-tokens.ts'
import type { SigningKeys } from '../tokens/signing-keys.ts'
import type { AuthorizationRequest, RequestTarget } from './authorization-request.ts'
import { canTakeForm } from './find-target.ts'
import { parseScope, resolveAudience, resolveScope } from './scope-and-audience.ts'

export interface CheckServices {
  readonly issuer: string
  readonly clock: Clock
  readonly keys: SigningKeys
}

/** @throws AppError with a code of RFC 6749 §4.1.2.1 or OpenID Connect Core §3.1.2.6, to be sent to the redirect URI. */
export async function checkRequest(
  target: RequestTarget,
  params: AuthorizeParams,
  services: CheckServices,
): Promise<AuthorizationRequest> {
  const { settings } = target
  checkGrantType(target)
  checkResponseMode(target, params)
  checkCodeChallenge(target, params)
  const scope = resolveScope(parseScope(params.scope), settings, { isNarrow: !isFirstParty(target.client) })
  const claims = checkClaims(params, scope, settings)
  return {
    ...{ ...target, params, scope, claims },
    disclosed: [...new Set([...scope, ...scopesOfClaims([...claims.userinfo, ...claims.idToken])])],
    audience: resolveAudience(params, settings, services.issuer),
    prompt: checkPrompt(params),
    expectedUserId: claims.subject ?? (await findExpectedUser(params, services)),
  }
}

function checkGrantType({ client }: RequestTarget): void {
  if (allowsGrant(client, 'authorization_code')) return
  throw oauthError(
    'unauthorized_client',
    'This client may not use the authorization code grant (grant_types: code)',
  )
}

function checkResponseMode({ redirectUri }: RequestTarget, { response_mode: mode }: AuthorizeParams): void {
  if (mode === 'form_post' && !canTakeForm(redirectUri))
    throw oauthError('invalid_request', 'response_mode=form_post needs an http or https redirect_uri')
}

/** RFC 7636 §4.3, S256 only. */
function checkCodeChallenge({ settings }: RequestTarget, params: AuthorizeParams): void {
  const { code_challenge: challenge, code_challenge_method: method } = params
  if (challenge === undefined && method !== undefined)
    throw oauthError('invalid_request', 'code_challenge is missing')
  if (challenge === undefined && settings.pkceRequired) {
    throw oauthError(
      'invalid_request',
      'This client must use PKCE: send code_challenge and code_challenge_method=S256',
    )
  }
  // Left out, the method is plain (RFC 7636 §4.3).
  if (challenge !== undefined && method === undefined)
    throw oauthError('invalid_request', 'code_challenge_method must be S256; plain is refused')
}

/** OpenID Connect Core §5.5, where the request is one of OpenID Connect. */
function checkClaims(
  { claims }: AuthorizeParams,
  scope: readonly string[],
  { scopes }: GrantSettings,
): ClaimsRequest {
  return claims === undefined || !scope.includes('openid') ? noClaims : parseClaimsRequest(claims, scopes)
}

/** OpenID Connect Core §3.1.2.1. */
function checkPrompt({ prompt = '' }: AuthorizeParams): ReadonlySet<string> {
  const values = new Set(prompt.split(' ').filter((one) => one !== ''))
  if (values.has('none') && values.size > 1) throw oauthError('invalid_request', 'prompt=none stands alone')
  return values
}

async function findExpectedUser(
  { id_token_hint: hint }: AuthorizeParams,
  services: CheckServices,
): Promise<string | undefined> {
  if (hint === undefined) return undefined
  const claims = await findIssuedClaims(hint, 'JWT', { ...services, allowExpired: true })
  if (claims === null) throw oauthError('invalid_request', 'id_token_hint is not an ID token of this server')
  return String(claims.sub)
}
