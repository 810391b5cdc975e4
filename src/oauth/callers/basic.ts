/** A client that proves itself with HTTP Basic on any request; only where `grant_types` has `basic`. */

import type { Caller } from '../../engine/ports/access.ts'
import type { Documents } from '../../plugin.ts'
import { isResourceId } from '../../schema/resource-id.ts'
import { parseBasic } from '../client-auth/basic-credentials.ts'
import type { ClientSecrets } from '../client-auth/client-secrets.ts'
import { allowsGrant, isActiveClient } from '../client-auth/client-settings.ts'
import { Client } from '../resources/Client.ts'
import { badCredentials } from './challenges.ts'
import { toClientCaller } from './client-caller.ts'

export interface BasicCallers {
  /** @throws AppError 401 for anything but the right secret of such a client, 429 after many failures. */
  recognise(authorization: string, address: string): Promise<Caller>
}

const refusal = 'Wrong client id or secret, or the client may not use HTTP Basic (grant_types: basic)'

export function createBasicCallers(documents: Documents, clientSecrets: ClientSecrets): BasicCallers {
  return {
    async recognise(authorization, address) {
      const credentials = parseBasic(authorization)
      if (credentials === null) throw badCredentials('The Authorization header is not valid HTTP Basic')
      const { id, secret } = credentials
      const client = isResourceId(id) ? await documents.get(Client, id) : null
      const fits = await clientSecrets.verify(client, id, secret, address)
      if (!fits || client === null || !isActiveClient(client) || !allowsGrant(client, 'basic')) {
        throw badCredentials(refusal)
      }
      return toClientCaller(client)
    },
  }
}
