/** `code_challenge` (RFC 7636 §4.3), S256 only. */
import type { GrantSettings } from '../client-auth/client-settings.ts'
import { oauthError } from '../oauth-error.ts'
import type { Params } from '../params/params.ts'

/** The challenge, undefined where there is none and none is needed. */
export function checkCodeChallenge(params: Params, settings: GrantSettings): string | undefined {
  const challenge = params.get('code_challenge')
  const method = params.get('code_challenge_method')
  if (challenge === undefined) {
    if (method !== undefined) throw oauthError('invalid_request', 'code_challenge is missing')
    if (settings.pkceRequired) {
      throw oauthError(
        'invalid_request',
        'This client must use PKCE: send code_challenge and code_challenge_method=S256',
      )
    }
    return undefined
  }
  if (method !== 'S256') {
    throw oauthError(
      'invalid_request',
      'code_challenge_method must be S256; plain, the default of the RFC, is refused',
    )
  }
  // BASE64URL-ENCODE(SHA256(…)) is always this long.
  if (!/^[A-Za-z0-9_-]{43}$/.test(challenge)) {
    throw oauthError('invalid_request', 'code_challenge must be 43 base64url characters')
  }
  return challenge
}
