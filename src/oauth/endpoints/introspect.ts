/** Token introspection (RFC 7662), for clients that prove who they are and whom the token concerns. */
import type { RouteRequest } from '../../plugin.ts'
import type { AuthServices } from '../auth-services.ts'
import { toClientCaller } from '../callers/client-caller.ts'
import { authenticateClient, invalidClient } from '../client-auth/authenticate-client.ts'
import { noStoreJson } from '../no-store-json.ts'
import { ofTokenParams } from '../params/client-params.ts'
import { readBody } from '../params/sent-params.ts'
import type { ClientDocument } from '../resources/Client.ts'
import { findTokenState, type TokenState } from './find-token-state.ts'

/** What a policy must grant to a client before it hears of tokens of others. */
export const introspectOperation = {
  id: 'Introspect',
  description:
    'Hear of any token at POST /auth/introspect; without it a client hears of its own, and of those that are meant for it',
}

export async function introspect(request: RouteRequest, services: AuthServices): Promise<Response> {
  const params = ofTokenParams.parse(await readBody(request))
  const { client, method } = await authenticateClient(request, params, services)
  if (method === 'none') throw invalidClient('Introspection needs the secret of the client')
  const state = await findTokenState(params, services)
  const isKnown = state !== null && (await mayKnow(client, state, request, services))
  // RFC 7662 §2.2: who may not know hears what is heard of a token that is not there.
  return noStoreJson(isKnown ? state.description : { active: false })
}

/** RFC 7662 §4: tokens that others find must tell them nothing. */
async function mayKnow(
  client: ClientDocument,
  { clientId, audience }: TokenState,
  request: RouteRequest,
  { host }: AuthServices,
): Promise<boolean> {
  if (clientId === client.id) return true
  const names = [client.id, ...(client.resource.resource_server_for ?? [])]
  if (names.some((name) => audience.includes(name))) return true
  const query = [...request.url.searchParams]
  const operation = { id: introspectOperation.id, query, request }
  return (await host.decide(toClientCaller(client), operation)).allowed
}
