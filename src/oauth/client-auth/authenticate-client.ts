/** Who a client is on the token, introspection and revocation endpoints (RFC 6749 §2.3). */

import type { Documents, RouteRequest } from '../../plugin.ts'
import { isResourceId } from '../../schema/resource-id.ts'
import { basicChallenge } from '../callers/challenges.ts'
import { oauthError } from '../oauth-error.ts'
import type { ClientParams } from '../params/client-params.ts'
import { Client, type ClientDocument } from '../resources/Client.ts'
import { formDecode, parseBasic } from './basic-credentials.ts'
import { aboutClient, type ClientCredentials, type ClientSecrets } from './client-secrets.ts'
import { type GrantSettings, isActiveClient } from './client-settings.ts'

export interface AuthenticatedClient {
  readonly client: ClientDocument
  /** `none`: it only said its id. */
  readonly method: 'client_secret_basic' | 'client_secret_post' | 'none'
}

export interface ClientAuthServices {
  readonly documents: Documents
  readonly clientSecrets: ClientSecrets
}

export const clientAuthMethods = ['client_secret_basic', 'client_secret_post', 'none'] as const

/** @throws AppError `invalid_client` (401), `invalid_request` (400) for several methods at once, 429 after many failures. */
export async function authenticateClient(
  request: RouteRequest,
  params: ClientParams,
  services: ClientAuthServices,
): Promise<AuthenticatedClient> {
  const authorization = request.headers.get('authorization')
  const { client_id: bodyId, client_secret: bodySecret } = params
  if (bodyId !== undefined) request.note(aboutClient(bodyId))
  if (authorization !== null) {
    if (bodySecret !== undefined) {
      throw oauthError('invalid_request', 'The client authenticates in two ways at once; use one')
    }
    return await withBasic(request, authorization, bodyId, services)
  }
  if (bodyId === undefined) throw invalidClient('The client is missing: send client_id, or HTTP Basic')
  if (bodySecret === undefined) return { client: await findClient(bodyId, services), method: 'none' }
  return await withSecret(request, [{ id: bodyId, secret: bodySecret }], 'client_secret_post', services)
}

async function withBasic(
  request: RouteRequest,
  authorization: string,
  bodyId: string | undefined,
  services: ClientAuthServices,
): Promise<AuthenticatedClient> {
  const raw = parseBasic(authorization)
  if (raw === null)
    throw invalidClient('The Authorization header is not HTTP Basic with a client id and secret')
  const decoded = formDecode(raw) ?? raw
  request.note(aboutClient(decoded.id))
  if (bodyId !== undefined && bodyId !== decoded.id && bodyId !== raw.id) {
    throw oauthError('invalid_request', 'client_id is not the client of the Authorization header')
  }
  // Many clients leave out the form encoding; where it makes a difference, both readings are tried.
  const readings = decoded.id === raw.id && decoded.secret === raw.secret ? [raw] : [decoded, raw]
  return await withSecret(request, readings, 'client_secret_basic', services)
}

async function withSecret(
  request: RouteRequest,
  readings: readonly ClientCredentials[],
  method: 'client_secret_basic' | 'client_secret_post',
  services: ClientAuthServices,
): Promise<AuthenticatedClient> {
  const client = await services.clientSecrets.verify(readings, request.remoteAddress)
  if (client !== null && isActiveClient(client)) return { client, method }
  throw invalidClient('Client authentication failed')
}

async function findClient(id: string, services: ClientAuthServices): Promise<ClientDocument> {
  const client = isResourceId(id) ? await services.documents.get(Client, id) : null
  if (client === null || !isActiveClient(client)) throw invalidClient('Client authentication failed')
  return client
}

/** The `secret_required` rule of a client. @throws AppError `invalid_client` (401); a wrong secret was refused before. */
export function checkSecretSent({ method }: AuthenticatedClient, settings: GrantSettings): void {
  if (settings.secretRequired && method === 'none')
    throw invalidClient('This client must send its secret (secret_required)')
}

/** RFC 6749 §5.2: 401, with the challenge that every 401 has (RFC 9110 §15.5.2). */
export function invalidClient(description: string) {
  return oauthError('invalid_client', description, { challenges: [basicChallenge] })
}
