/** The token endpoint (RFC 6749 §3.2). */
import type { RouteRequest } from '../../plugin.ts'
import type { AuthServices } from '../auth-services.ts'
import { authenticateClient } from '../client-auth/authenticate-client.ts'
import { authorizationCodeGrant } from '../grants/authorization-code.ts'
import { clientCredentialsGrant } from '../grants/client-credentials.ts'
import type { GrantTypeHandler } from '../grants/grant-type.ts'
import { refreshTokenGrant } from '../grants/refresh-token.ts'
import { noStoreJson } from '../no-store-json.ts'
import { type GrantTypeName, tokenParams } from '../params/client-params.ts'
import { readBody } from '../params/sent-params.ts'

const handlers: Readonly<Record<GrantTypeName, GrantTypeHandler>> = {
  authorization_code: authorizationCodeGrant,
  refresh_token: refreshTokenGrant,
  client_credentials: clientCredentialsGrant,
}

export async function token(request: RouteRequest, services: AuthServices): Promise<Response> {
  const params = tokenParams.parse(await readBody(request))
  // `code` is what grant_types calls it; both names are understood.
  const grantType = params.grant_type === 'code' ? 'authorization_code' : params.grant_type
  const authenticated = await authenticateClient(request, params, services)
  return noStoreJson(await handlers[grantType]({ request, params, authenticated, services }))
}
