/** The client of an authorization request and where its answer goes. Whatever is wrong here is told to the person, never redirected. */

import { AppError } from '../../kernel/errors.ts'
import type { Documents } from '../../plugin.ts'
import { isResourceId } from '../../schema/resource-id.ts'
import { grantSettings, isActiveClient } from '../client-auth/client-settings.ts'
import type { SentParams } from '../params/sent-params.ts'
import { Client } from '../resources/Client.ts'
import type { RequestTarget } from './authorization-request.ts'
import { isRegisteredRedirectUri } from './redirect-uri-rules.ts'

/** The parameters that decide where an answer goes, before any other is looked at. */
export interface TargetParams {
  readonly client_id?: string
  readonly redirect_uri?: string
  readonly state?: string
  readonly response_mode?: string
  readonly ui_locales?: string
}

/** @throws AppError `invalid` for a client or a redirect URI that comes twice. */
export function toTargetParams(sent: SentParams): TargetParams {
  for (const name of ['client_id', 'redirect_uri']) {
    if ((sent.get(name)?.length ?? 0) > 1)
      throw refuse('invalid_request', `The request has more than one ${name}.`)
  }
  const first = (name: string) => sent.get(name)?.[0]
  return {
    client_id: first('client_id'),
    redirect_uri: first('redirect_uri'),
    state: first('state'),
    response_mode: first('response_mode'),
    ui_locales: first('ui_locales'),
  }
}

/** @throws AppError `invalid` for the error page. */
export async function findTarget(params: TargetParams, documents: Documents): Promise<RequestTarget> {
  const { client_id: clientId, redirect_uri: requested, state, response_mode: mode } = params
  if (clientId === undefined)
    throw refuse('invalid_request', 'The request does not say which application it is from (client_id).')
  const client = isResourceId(clientId) ? await documents.get(Client, clientId) : null
  if (client === null || !isActiveClient(client)) {
    throw refuse(
      'invalid_client',
      `No application “${clientId.slice(0, 64)}” is known here, or it is not active.`,
    )
  }
  const settings = grantSettings(client, 'authorization_code')
  const redirectUri = chooseRedirectUri(requested, settings.redirectUris)
  const responseMode = mode === 'form_post' && canTakeForm(redirectUri) ? 'form_post' : 'query'
  return { client, settings, redirectUri, state, responseMode, uiLocales: params.ui_locales }
}

/** Only a page can be the target of a form (OAuth 2.0 Form Post Response Mode §2). */
export function canTakeForm(redirectUri: string): boolean {
  return /^https?:/i.test(redirectUri)
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
