/** Token introspection (RFC 7662), for clients that prove who they are. */
import { AppError } from '../../kernel/errors.ts'
import type { RouteRequest } from '../../plugin.ts'
import type { AuthServices } from '../auth-services.ts'
import type { TokenCaller } from '../callers/bearer.ts'
import { authenticateClient, invalidClient } from '../client-auth/authenticate-client.ts'
import { noStoreJson } from '../no-store-json.ts'
import { ofTokenParams } from '../params/client-params.ts'
import { readBody } from '../params/sent-params.ts'

export async function introspect(request: RouteRequest, services: AuthServices): Promise<Response> {
  const params = ofTokenParams.parse(await readBody(request))
  const { method } = await authenticateClient(request, params, services)
  if (method === 'none') throw invalidClient('Introspection needs the secret of the client')
  const { token } = params
  const caller = await findSubject(token, services)
  return noStoreJson(caller === null ? { active: false } : describe(caller, services))
}

async function findSubject(token: string, services: AuthServices): Promise<TokenCaller | null> {
  try {
    return await services.bearer.inspect(token)
  } catch (error) {
    // RFC 7662 §2.2: whatever is wrong with a token, it is just not active.
    if (error instanceof AppError && error.category === 'unauthenticated') return null
    throw error
  }
}

function describe({ facts, user, sessionId }: TokenCaller, { issuer }: AuthServices) {
  const [first, ...more] = facts.audience
  return {
    active: true,
    scope: facts.scope.join(' ') || undefined,
    client_id: facts.clientId,
    username: user?.userName ?? user?.email,
    token_type: 'Bearer',
    exp: facts.expiresAt,
    iat: facts.issuedAt,
    sub: user?.id ?? facts.clientId,
    aud: more.length > 0 ? facts.audience : first,
    iss: issuer,
    sid: sessionId,
    jti: facts.claims?.jti,
  }
}
