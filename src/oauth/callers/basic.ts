/** A client that proves itself with HTTP Basic on any request; only where `grant_types` has `basic`. */

import type { Caller } from '../../engine/ports/access.ts'
import { parseBasic } from '../client-auth/basic-credentials.ts'
import { aboutClient, type ClientSecrets } from '../client-auth/client-secrets.ts'
import { allowsGrant, isActiveClient } from '../client-auth/client-settings.ts'
import { badCredentials } from './challenges.ts'
import { toClientCaller } from './client-caller.ts'

export interface BasicCallers {
  /** @throws AppError 401 for anything but the right secret of such a client, 429 after many failures. */
  recognise(authorization: string, address: string): Promise<Caller>
}

const refusal = 'Wrong client id or secret, or the client may not use HTTP Basic (grant_types: basic)'

export function createBasicCallers(clientSecrets: ClientSecrets): BasicCallers {
  return {
    async recognise(authorization, address) {
      const credentials = parseBasic(authorization)
      if (credentials === null) throw badCredentials('The Authorization header is not valid HTTP Basic')
      const client = await clientSecrets.verify([credentials], address)
      if (client === null || !isActiveClient(client) || !allowsGrant(client, 'basic')) {
        throw badCredentials(refusal, aboutClient(credentials.id))
      }
      return toClientCaller(client)
    },
  }
}
