/** Checks of client secrets, slowed down after many failures. One that was right before is never refused. */
import type { Documents, KeyedSecrets } from '../../plugin.ts'
import { isResourceId } from '../../schema/resource-id.ts'
import { Client, type ClientDocument } from '../resources/Client.ts'
import { type Throttle, unknownAccount } from '../throttle/throttle.ts'

export interface ClientCredentials {
  readonly id: string
  readonly secret: string
}

export interface ClientSecrets {
  /**
   * The client of the first reading whose secret is right, active or not; null when none is. Several readings are one attempt.
   * @throws AppError `too-many` after many failures.
   */
  verify(readings: readonly ClientCredentials[], address: string): Promise<ClientDocument | null>
}

export interface ClientSecretsParts {
  readonly documents: Documents
  readonly secrets: KeyedSecrets
  readonly throttle: Throttle
  /** With a key: what comes as an id may be a secret. */
  readonly digest: (text: string) => string
}

/** For the log. An id is no secret; what is not one is cut off. */
export function aboutClient(id: string): { readonly client: string } {
  return { client: id.slice(0, 64) }
}

interface Reading extends ClientCredentials {
  readonly owner: string
  readonly client: ClientDocument | null
  readonly hash: string | undefined
}

export function createClientSecrets(parts: ClientSecretsParts): ClientSecrets {
  const { documents, secrets, throttle, digest } = parts
  return {
    async verify(given, address) {
      const readings: Reading[] = []
      for (const one of given) {
        const client = isResourceId(one.id) ? await documents.get(Client, one.id) : null
        const reading = { ...one, client, owner: `Client/${one.id}`, hash: client?.secrets.secret }
        if (secrets.isRemembered(reading.owner, reading.hash, reading.secret)) return reading.client
        readings.push(reading)
      }
      for (const { owner, hash, secret, client } of readings)
        if (await secrets.recall(owner, hash, secret)) return client
      const [first] = readings
      const known = readings.find(({ client }) => client !== null)
      if (first === undefined) return null
      const account = known?.owner ?? unknownAccount(digest(`client\n${first.id}`))
      const guess = readings.map(({ hash, secret }) => `${hash}\n${secret}`).join('\n')
      let right: ClientDocument | null = null
      await throttle.guard({ account, address, guess, about: aboutClient(first.id) }, async (turn) => {
        // Of many first requests at once, the one in front did the work for all: `verify` looks again.
        for (const { owner, hash, secret, client } of readings)
          if (right === null && (await secrets.verify(owner, hash, secret, turn))) right = client
        return right !== null
      })
      return right
    },
  }
}
