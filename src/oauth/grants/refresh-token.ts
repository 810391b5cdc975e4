/** The refresh token grant (RFC 6749 §6), with rotation for public clients (RFC 9700 §4.14.2). */

import { parseScope } from '../authorize/scope-and-audience.ts'
import { checkSecretSent, invalidClient } from '../client-auth/authenticate-client.ts'
import { checkProof } from '../client-auth/check-proof.ts'
import { allowsGrant, type GrantSettings, grantSettings } from '../client-auth/client-settings.ts'
import { oauthError } from '../oauth-error.ts'
import type { ClientDocument } from '../resources/Client.ts'
import { lastTokenEnd } from '../sessions/new-session.ts'
import { isInForce, isOlderThan, readSessionParts } from '../sessions/session-parts.ts'
import { type FoundRefreshToken, type RefreshFacts, refreshExpiry } from '../tokens/refresh-tokens.ts'
import { makeUserTokenAnswer } from '../tokens/token-answer.ts'
import type { GrantRequest, GrantTypeHandler } from './grant-type.ts'

export const refreshTokenGrant: GrantTypeHandler = async (grant) => {
  const { services, authenticated, params } = grant
  const { client } = authenticated
  const settings = grantSettings(client, 'authorization_code')
  checkSecretSent(authenticated, settings)
  if (!settings.refreshToken || !allowsGrant(client, 'authorization_code')) {
    throw oauthError(
      'unauthorized_client',
      'This client may not use refresh tokens (auth.authorization_code.refresh_token)',
    )
  }
  const token = params.refresh_token
  if (token === undefined) throw oauthError('invalid_request', 'refresh_token is missing')
  const found = await findOwnToken(token, client, grant)
  const { facts } = found
  const scope = narrowScope(params.scope, facts.scope)
  const { session, user } = await findSession(facts, client, grant)
  const { refreshToken, until } = await keepOrRotate(token, found, settings, grant)
  await services.sessions.touch(session, lastTokenEnd(settings, until, services.host.clock))
  return await makeUserTokenAnswer(
    {
      client,
      settings,
      user,
      sessionId: facts.sessionId,
      scope,
      audience: facts.audience,
      authTime: facts.authTime ?? 0,
      // None in sessions that are older than the field.
      methods: session.resource.amr ?? [],
      claimNames: session.resource.claims?.id_token ?? [],
      refreshToken,
    },
    services,
  )
}

const unknown = 'The refresh token is unknown, expired, revoked, or was issued to another client'

async function findOwnToken(
  token: string,
  client: ClientDocument,
  grant: GrantRequest,
): Promise<FoundRefreshToken> {
  const found = await grant.services.refreshTokens.find(token)
  if (found === null || found.facts.clientId !== client.id) throw oauthError('invalid_grant', unknown)
  // RFC 6749 §6: a client that can prove itself must. Before anything ends on the word of who could not.
  if (found.facts.isConfidential && grant.authenticated.method === 'none') {
    throw invalidClient('This refresh token was issued to a client that proved itself; send the secret')
  }
  // Tokens that are older than the field: a client without a secret always had to send a challenge.
  const hasChallenge = found.facts.hasChallenge ?? client.secrets.secret === undefined
  checkProof(grant.authenticated, hasChallenge)
  if (found.state === 'replayed') throw await endFamily(found.facts, grant)
  return found
}

async function endFamily(facts: RefreshFacts, { services, request }: GrantRequest): Promise<Error> {
  await services.sessions.endAlone(facts.sessionId)
  services.host.log.warn('A refresh token was used again after its rotation; its session is ended', {
    client: facts.clientId,
    session: facts.sessionId,
    remoteAddress: request.remoteAddress,
  })
  return oauthError('invalid_grant', 'The refresh token was used before; its session is ended')
}

/** RFC 6749 §6: the same scope or less. */
function narrowScope(asked: string | undefined, granted: readonly string[]): readonly string[] {
  if (asked === undefined) return granted
  const scope = parseScope(asked)
  const excess = scope.filter((one) => !granted.includes(one))
  if (excess.length > 0)
    throw oauthError('invalid_scope', `Not granted before: ${excess.join(' ').slice(0, 200)}`)
  return scope
}

async function findSession(facts: RefreshFacts, client: ClientDocument, { services }: GrantRequest) {
  const parts = await readSessionParts(facts.sessionId, services.documents)
  if (parts?.user === undefined || !isInForce(parts) || isOlderThan(parts.session, client))
    throw oauthError('invalid_grant', unknown)
  return { session: parts.session, user: parts.user }
}

/** The token to answer, and its expiry: the same for a client that proves itself, another one for a client that cannot. */
async function keepOrRotate(
  token: string,
  found: FoundRefreshToken,
  settings: GrantSettings,
  grant: GrantRequest,
): Promise<{ readonly refreshToken: string; readonly until: number | null }> {
  const { refreshTokens, host } = grant.services
  const isRotated = grant.authenticated.method === 'none' || settings.refreshTokenRotation
  const lifetime = settings.refreshTokenSeconds
  const until = refreshExpiry(lifetime, host.clock)
  if (!isRotated && found.state === 'current') {
    if (lifetime === undefined) return { refreshToken: token, until: found.expiresAt }
    if (!(await refreshTokens.extend(token, lifetime))) throw oauthError('invalid_grant', unknown)
    return { refreshToken: token, until }
  }
  // Rotated a moment ago, by another request or one whose answer was lost: the same successor, as long as nobody used it.
  const successor = await refreshTokens.rotate(token, found, lifetime)
  if (successor === null) throw await endFamily(found.facts, grant)
  return { refreshToken: successor, until }
}
