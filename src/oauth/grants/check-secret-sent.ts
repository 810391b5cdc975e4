/** The `secret_required` rule of a client. */
import { type AuthenticatedClient, invalidClient } from '../client-auth/authenticate-client.ts'
import type { GrantSettings } from '../client-auth/client-settings.ts'

/** @throws AppError `invalid_client` (401) when the client must prove itself and did not. A wrong secret was refused before. */
export function checkSecretSent(authenticated: AuthenticatedClient, settings: GrantSettings): void {
  if (settings.secretRequired && authenticated.method === 'none') {
    throw invalidClient('This client must send its secret (secret_required)')
  }
}
