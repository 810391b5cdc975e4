/** Checks of presented secrets: slow the first time (argon2id), a keyed digest in memory and in the records afterwards. */
import { LRUCache } from 'lru-cache'
import type { Records } from '../engine/ports/records.ts'
import type { Secrets } from '../engine/ports/secrets.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Digest } from '../kernel/digest.ts'
import type { KeyedSecrets } from '../plugin.ts'

export interface KeyedSecretsParts {
  readonly secrets: Secrets
  readonly digest: Digest
  readonly records: Pick<Records, 'find' | 'insert' | 'take'>
  readonly clock: Clock
  readonly secretsKey: Uint8Array
}

const maxRemembered = 10_000
const kind = 'right-secret'
/** Counted from the last slow check. */
const rememberedMs = 400 * 24 * 60 * 60 * 1000

export function createKeyedSecrets(parts: KeyedSecretsParts): KeyedSecrets {
  const { secrets, digest } = parts
  // The digests in memory are worthless outside this process: their key is never stored.
  const key = crypto.getRandomValues(new Uint8Array(32))
  const remembered = new LRUCache<string, { readonly hash: string; readonly digest: string }>({
    max: maxRemembered,
  })
  const stored = createStoredDigests(parts)
  let placeholder: string | undefined

  const isKnown = (owner: string, hash: string | undefined, presented: string) => {
    const known = remembered.get(owner)
    // Digests with a key that nobody else has: how far two of them are alike tells nothing of what they are of.
    return known !== undefined && known.hash === hash && known.digest === presented
  }

  return {
    isRemembered: (owner, hash, presented) => isKnown(owner, hash, digest.keyed(key, presented)),
    async recall(owner, hash, presented) {
      const keyed = digest.keyed(key, presented)
      if (isKnown(owner, hash, keyed)) return true
      if (hash === undefined || !(await stored.has(owner, hash, presented))) return false
      remembered.set(owner, { hash, digest: keyed })
      return true
    },
    async verify(owner, hash, presented, turn = { party: owner }) {
      const keyed = digest.keyed(key, presented)
      if (isKnown(owner, hash, keyed)) return true
      // An unknown owner takes as long as a known one. Kept when it is there: a hash that was refused is asked for again.
      if (hash === undefined) placeholder ??= await secrets.hash(crypto.randomUUID())
      const fits = await secrets.verify(hash ?? placeholder ?? '', presented, turn)
      if (!fits || hash === undefined) return false
      remembered.set(owner, { hash, digest: keyed })
      await stored.put(owner, hash, presented)
      return true
    },
  }
}

/** The digest of the last secret of each owner that was right. It says nothing without SECRETS_KEY. */
function createStoredDigests({ digest, records, clock, secretsKey }: KeyedSecretsParts) {
  const digestOf = (owner: string, hash: string, presented: string) =>
    digest.keyed(secretsKey, ['right secret', owner, hash, presented].join('\n'))
  return {
    async has(owner: string, hash: string, presented: string): Promise<boolean> {
      const record = await records.find(kind, owner)
      return record !== null && digest.equal(String(record.value.digest), digestOf(owner, hash, presented))
    },
    async put(owner: string, hash: string, presented: string): Promise<void> {
      const value = { digest: digestOf(owner, hash, presented) }
      const options = { expiresAt: clock.now() + rememberedMs }
      if (await records.insert(kind, owner, value, options)) return
      await records.take(kind, owner)
      await records.insert(kind, owner, value, options)
    },
  }
}
