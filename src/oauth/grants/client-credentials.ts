/** The client credentials grant (RFC 6749 §4.4): the client acts for itself, under its own policies. */

import { epochSeconds } from '../../kernel/clock.ts'
import { parseScope, resolveAudience, resolveScope } from '../authorize/scope-and-audience.ts'
import { invalidClient } from '../client-auth/authenticate-client.ts'
import { allowsGrant, grantSettings } from '../client-auth/client-settings.ts'
import { oauthError } from '../oauth-error.ts'
import { makeSessionToken } from '../tokens/session-tokens.ts'
import type { GrantTypeHandler } from './grant-type.ts'

export const clientCredentialsGrant: GrantTypeHandler = async ({
  services,
  authenticated,
  params,
  request,
}) => {
  const { client, method } = authenticated
  if (method === 'none') throw invalidClient('The client credentials grant needs the secret of the client')
  if (!allowsGrant(client, 'client_credentials')) {
    throw oauthError(
      'unauthorized_client',
      'This client may not use the client credentials grant (grant_types: client_credentials)',
    )
  }
  const settings = grantSettings(client, 'client_credentials')
  const scope = resolveScope(parseScope(params.scope), settings, { isNarrow: false })
  const audience = resolveAudience(params, settings, services.issuer)
  // One write a token: a JWT needs no record, and an opaque token is found by its session.
  const { random, digest, clock } = services.host
  const own = settings.tokenFormat === 'opaque' ? makeSessionToken(random, digest) : undefined
  const sessionId = own?.sessionId ?? random.uuid()
  const lifetimeSeconds = settings.accessTokenSeconds
  await services.sessions.create({
    ...{ id: sessionId, type: 'client_credentials', clientId: client.id, scope },
    audience: own && audience,
    expiresAt: (epochSeconds(clock) + lifetimeSeconds) * 1000,
    userAgent: request.headers.get('user-agent') ?? undefined,
    ip: request.remoteAddress,
  })
  const accessToken =
    own?.token ??
    (await services.accessTokens.issue({
      ...{ format: 'jwt', sessionId, clientId: client.id, scope, audience, lifetimeSeconds },
    }))
  const answer = { access_token: accessToken, token_type: 'Bearer', expires_in: settings.accessTokenSeconds }
  return scope.length > 0 ? { ...answer, scope: scope.join(' ') } : answer
}
