/** The client and its redirect URI. What is wrong with these is told to the person, never by a redirect (RFC 6749 §4.1.2.1). */

import { AppError } from '../../kernel/errors.ts'
import type { Documents } from '../../plugin.ts'
import { isPlausibleId } from '../client-auth/authenticate-client.ts'
import { grantSettings, isActiveClient } from '../client-auth/client-settings.ts'
import type { Params } from '../params/params.ts'
import { Client } from '../resources/Client.ts'
import type { RequestTarget } from './authorization-request.ts'
import { isRegisteredRedirectUri } from './redirect-uri-rules.ts'

/** @throws AppError `invalid` for the error page. */
export async function findTarget(params: Params, documents: Documents): Promise<RequestTarget> {
  const clientId = params.get('client_id')
  if (clientId === undefined)
    throw refuse('invalid_request', 'The request does not say which application it is from (client_id).')
  for (const name of ['client_id', 'redirect_uri']) {
    if (params.repeated.includes(name))
      throw refuse('invalid_request', `The request has more than one ${name}.`)
  }
  const client = isPlausibleId(clientId) ? await documents.get(Client, clientId) : null
  if (client === null || !isActiveClient(client)) {
    throw refuse(
      'invalid_client',
      `No application “${clientId.slice(0, 64)}” is known here, or it is not active.`,
    )
  }
  const settings = grantSettings(client, 'authorization_code')
  return {
    params,
    client,
    settings,
    redirectUri: chooseRedirectUri(params.get('redirect_uri'), settings.redirectUris),
  }
}

function chooseRedirectUri(requested: string | undefined, registered: readonly string[]): string {
  const [only] = registered
  if (requested === undefined) {
    if (registered.length === 1 && only !== undefined) return only
    throw refuse('invalid_request', 'The request does not say where to return to (redirect_uri).')
  }
  if (!registered.some((one) => isRegisteredRedirectUri(one, requested))) {
    throw refuse(
      'invalid_request',
      `The address to return to is not registered for this application: ${requested.slice(0, 300)} (redirect_uri is compared character by character).`,
    )
  }
  return requested
}

function refuse(code: string, message: string): AppError {
  return new AppError('invalid', code, message)
}
