/** Token revocation (RFC 7009): a refresh token ends the session that came with it and no other, an access token only itself. */
import type { RouteRequest } from '../../plugin.ts'
import type { AuthServices } from '../auth-services.ts'
import { authenticateClient, checkSecretSent } from '../client-auth/authenticate-client.ts'
import { grantSettings } from '../client-auth/client-settings.ts'
import { noStoreJson } from '../no-store-json.ts'
import { ofTokenParams } from '../params/client-params.ts'
import { readBody } from '../params/sent-params.ts'
import { Session } from '../resources/Session.ts'

export async function revoke(request: RouteRequest, services: AuthServices): Promise<Response> {
  const params = ofTokenParams.parse(await readBody(request))
  const authenticated = await authenticateClient(request, params, services)
  checkSecretSent(authenticated, grantSettings(authenticated.client, 'authorization_code'))
  const { token } = params
  if (token.length <= 8192) await revokeOwn(token, authenticated.client.id, services)
  // RFC 7009 §2.2: a token that is unknown, or of somebody else, is no error.
  return noStoreJson({})
}

async function revokeOwn(token: string, clientId: string, services: AuthServices): Promise<void> {
  const refresh = await services.refreshTokens.find(token)
  if (refresh !== null) {
    if (refresh.facts.clientId === clientId) await services.sessions.endAlone(refresh.facts.sessionId)
    return
  }
  const facts = await services.accessTokens.find(token)
  if (facts === null || facts.clientId !== clientId) return
  const session = await services.documents.get(Session, facts.sessionId)
  // A client that acts for itself has nothing else of this session.
  if (session?.resource.type === 'client_credentials') await services.sessions.endAlone(facts.sessionId)
  else await services.accessTokens.revoke(token, facts)
}
