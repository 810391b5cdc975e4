/** All checks of an authorization request behind its client and redirect URI, in order; each is a file or a few lines. */
import { allowsGrant } from '../client-auth/client-settings.ts'
import { oauthError } from '../oauth-error.ts'
import { parseScope } from '../params/scope.ts'
import { resolveScope } from './allowed-scope.ts'
import type { AuthorizationRequest, RequestTarget } from './authorization-request.ts'
import { checkCodeChallenge } from './check-code-challenge.ts'
import { checkMaxAge } from './check-max-age.ts'
import { checkPrompt } from './check-prompt.ts'
import { checkResponseMode } from './check-response-mode.ts'
import { checkResponseType } from './check-response-type.ts'
import { resolveAudience } from './resolve-audience.ts'

/** @throws AppError with a code of RFC 6749 §4.1.2.1 or OpenID Connect Core §3.1.2.6, to be sent to the redirect URI. */
export function checkRequest(target: RequestTarget, issuer: string): AuthorizationRequest {
  const { params, client, settings } = target
  checkRepeated(target)
  checkUnsupported(target)
  checkResponseType(params)
  if (!allowsGrant(client, 'authorization_code')) {
    throw oauthError(
      'unauthorized_client',
      'This client may not use the authorization code grant (grant_types: code)',
    )
  }
  const scope = resolveScope(parseScope(params.get('scope')), settings)
  return {
    ...target,
    responseMode: checkResponseMode(target),
    scope,
    audience: resolveAudience(params, settings, issuer),
    codeChallenge: checkCodeChallenge(params, settings),
    nonce: checkLength(params.get('nonce'), 'nonce'),
    prompt: checkPrompt(params),
    maxAgeSeconds: checkMaxAge(params),
  }
}

function checkRepeated({ params }: RequestTarget): void {
  const [name] = params.repeated
  if (name !== undefined) throw oauthError('invalid_request', `Repeated parameter: ${name.slice(0, 100)}`)
}

/** OpenID Connect Core §3.1.2.6: what is not supported is refused by name. */
function checkUnsupported({ params }: RequestTarget): void {
  for (const name of ['request', 'request_uri', 'registration']) {
    if (params.get(name) !== undefined)
      throw oauthError(`${name}_not_supported`, `The parameter ${name} is not supported`)
  }
}

function checkLength(value: string | undefined, name: string): string | undefined {
  if (value !== undefined && value.length > 1024)
    throw oauthError('invalid_request', `${name} is longer than 1024 characters`)
  return value
}
