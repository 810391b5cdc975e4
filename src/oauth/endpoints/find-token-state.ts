/** What introspection says of a token (RFC 7662 §2.2), and whom it concerns. Null for any that is not active. */
import { AppError } from '../../kernel/errors.ts'
import type { AuthServices } from '../auth-services.ts'
import type { TokenCaller } from '../callers/bearer.ts'
import { isActiveClient } from '../client-auth/client-settings.ts'
import { Client } from '../resources/Client.ts'
import { isInForce, isOlderThan, readSessionParts } from '../sessions/session-parts.ts'

export interface TokenState {
  readonly clientId: string
  /** Whom it is meant for. Nobody but the client and this server, of a refresh token. */
  readonly audience: readonly string[]
  /** With `active: true`. */
  readonly description: object
}

interface TokenQuestion {
  readonly token: string
  readonly token_type_hint?: string
}

/** RFC 7662 §2.1: the hint says where to look first, and no more. */
export async function findTokenState(
  { token, token_type_hint: hint }: TokenQuestion,
  services: AuthServices,
): Promise<TokenState | null> {
  const [first, second] =
    hint === 'refresh_token' ? [findRefreshToken, findAccessToken] : [findAccessToken, findRefreshToken]
  return (await first(token, services)) ?? (await second(token, services))
}

async function findAccessToken(token: string, services: AuthServices): Promise<TokenState | null> {
  try {
    const caller = await services.bearer.inspect(token)
    const { clientId, audience } = caller.facts
    return { clientId, audience, description: describe(caller, services) }
  } catch (error) {
    // Whatever is wrong with a token, it is just not active.
    if (error instanceof AppError && error.category === 'unauthenticated') return null
    throw error
  }
}

function describe({ facts, user, sessionId }: TokenCaller, { issuer }: AuthServices) {
  return {
    active: true,
    scope: facts.scope.join(' ') || undefined,
    client_id: facts.clientId,
    username: user?.userName ?? user?.email,
    token_type: 'Bearer',
    exp: facts.expiresAt,
    iat: facts.issuedAt,
    sub: user?.id ?? facts.clientId,
    aud: oneOrAll(facts.audience),
    iss: issuer,
    sid: sessionId,
    jti: facts.claims?.jti,
  }
}

/** One that would be exchanged: not rotated, and everything that it hangs on is in force. */
async function findRefreshToken(token: string, services: AuthServices): Promise<TokenState | null> {
  const { documents, issuer } = services
  const found = await services.refreshTokens.find(token)
  if (found?.state !== 'current') return null
  const { sessionId, clientId, scope } = found.facts
  const parts = await readSessionParts(sessionId, documents)
  if (parts?.user === undefined || !isInForce(parts)) return null
  const client = await documents.get(Client, clientId)
  if (client === null || !isActiveClient(client) || isOlderThan(parts.session, client)) return null
  const description = {
    active: true,
    scope: scope.join(' ') || undefined,
    client_id: clientId,
    username: parts.user.resource.userName ?? parts.user.resource.email,
    exp: found.expiresAt === null ? undefined : Math.floor(found.expiresAt / 1000),
    sub: parts.user.id,
    iss: issuer,
    sid: sessionId,
  }
  return { clientId, audience: [], description }
}

function oneOrAll(audience: readonly string[]): string | readonly string[] | undefined {
  return audience.length > 1 ? audience : audience[0]
}
