/** The token endpoint (RFC 6749 §3.2). */
import type { RouteRequest } from '../../plugin.ts'
import type { AuthServices } from '../auth-services.ts'
import { authenticateClient } from '../client-auth/authenticate-client.ts'
import { authorizationCodeGrant } from '../grants/authorization-code.ts'
import { clientCredentialsGrant } from '../grants/client-credentials.ts'
import type { Grant } from '../grants/grant.ts'
import { refreshTokenGrant } from '../grants/refresh-token.ts'
import { noStoreJson } from '../no-store-json.ts'
import { oauthError } from '../oauth-error.ts'
import { readParams } from '../params/read-params.ts'

const grants: ReadonlyMap<string, Grant> = new Map([
  ['authorization_code', authorizationCodeGrant],
  ['refresh_token', refreshTokenGrant],
  ['client_credentials', clientCredentialsGrant],
])

export const supportedGrantTypes: readonly string[] = [...grants.keys()]

export async function token(request: RouteRequest, services: AuthServices): Promise<Response> {
  const params = await readParams(request)
  const grantType = params.get('grant_type')
  if (grantType === undefined) throw oauthError('invalid_request', 'grant_type is missing')
  // `code` is what grant_types calls it; both names are understood.
  const grant = grants.get(grantType === 'code' ? 'authorization_code' : grantType)
  if (grant === undefined) {
    throw oauthError('unsupported_grant_type', `grant_type must be one of ${supportedGrantTypes.join(', ')}`)
  }
  const authenticated = await authenticateClient(request, params, services)
  return noStoreJson(await grant({ request, params, authenticated, services }))
}
