/** Nobody gets a token for a code or a refresh token alone: a verified secret, or a verified code challenge, stands beside it. */
import { oauthError } from '../oauth-error.ts'
import { type AuthenticatedClient, invalidClient } from './authenticate-client.ts'

/**
 * RFC 6749 §3.2.1, RFC 9700 §2.1.1: whoever only knows the id of a client must have begun the request that the code came
 * from. `hasChallenge`: whether the code had a challenge, which the verifier fits.
 * @throws AppError `invalid_client` (401) for a client that has a secret to send, else `invalid_grant`.
 */
export function checkProof({ client, method }: AuthenticatedClient, hasChallenge: boolean): void {
  if (method !== 'none' || hasChallenge) return
  if (client.secrets.secret === undefined) throw oauthError('invalid_grant', 'This client must use PKCE')
  throw invalidClient('Send the secret of the client, or ask for codes with a code challenge (PKCE)')
}
