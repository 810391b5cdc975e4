/** Checks of client secrets, slowed down after many failures. */
import type { KeyedSecrets } from '../../plugin.ts'
import type { ClientDocument } from '../resources/Client.ts'
import type { Throttle } from '../throttle/throttle.ts'

export interface ClientSecrets {
  /**
   * Whether the secret is the client's. Null stands for an unknown client: it takes as long as a known one.
   * @throws AppError `too-many` after many failures; a secret that was verified before is never slowed down.
   */
  verify(client: ClientDocument | null, clientId: string, secret: string, address: string): Promise<boolean>
}

export function createClientSecrets(secrets: KeyedSecrets, throttle: Throttle): ClientSecrets {
  return {
    async verify(client, clientId, secret, address) {
      const owner = `Client/${clientId}`
      const hash = client?.secrets.secret
      if (secrets.isRemembered(owner, hash, secret)) return true
      // Of many first requests at once, the one in front did the work for all: `verify` looks again.
      return await throttle.guard(`client:${clientId}`, address, () => secrets.verify(owner, hash, secret))
    },
  }
}
