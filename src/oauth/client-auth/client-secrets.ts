/** Checks of client secrets: slow the first time (argon2id), a keyed digest in memory afterwards. */

import type { Secrets } from '../../engine/ports/secrets.ts'
import type { Digest } from '../../kernel/digest.ts'
import type { ClientDocument } from '../resources/Client.ts'
import type { Throttle } from '../throttle/throttle.ts'

export interface ClientSecrets {
  /**
   * Whether the secret is the client's. Null stands for an unknown client: it takes as long as a known one.
   * @throws AppError `too-many` after many failures; a secret that was verified before is never slowed down.
   */
  verify(client: ClientDocument | null, clientId: string, secret: string, address: string): Promise<boolean>
}

const maxRemembered = 10_000

export function createClientSecrets(secrets: Secrets, digest: Digest, throttle: Throttle): ClientSecrets {
  // The digests are worthless outside this process: their key is never stored.
  const key = crypto.getRandomValues(new Uint8Array(32))
  const remembered = new Map<string, { hash: string; digest: string }>()
  const placeholder = secrets.hash(crypto.randomUUID())

  return {
    async verify(client, clientId, secret, address) {
      const hash = client?.secrets.secret
      const presented = digest.keyed(key, secret)
      const isRemembered = () => {
        const known = remembered.get(clientId)
        return known !== undefined && known.hash === hash && digest.equal(known.digest, presented)
      }
      if (isRemembered()) return true
      const verified = await throttle.guard(`client:${clientId}`, address, async () => {
        // Of many first requests at once, the one in front did the work for all.
        if (isRemembered()) return true
        const fits = await secrets.verify(hash ?? (await placeholder), secret)
        if (!fits || hash === undefined) return false
        if (remembered.size >= maxRemembered) remembered.delete(remembered.keys().next().value as string)
        remembered.set(clientId, { hash, digest: presented })
        return true
      })
      return verified
    },
  }
}
