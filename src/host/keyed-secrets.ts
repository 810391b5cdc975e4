/** Checks of presented secrets: slow the first time (argon2id), a keyed digest in memory afterwards. */
import { LRUCache } from 'lru-cache'
import type { Secrets } from '../engine/ports/secrets.ts'
import type { Digest } from '../kernel/digest.ts'
import type { KeyedSecrets } from '../plugin.ts'

const maxRemembered = 10_000

export function createKeyedSecrets(secrets: Secrets, digest: Digest): KeyedSecrets {
  // The digests are worthless outside this process: their key is never stored.
  const key = crypto.getRandomValues(new Uint8Array(32))
  const remembered = new LRUCache<string, { readonly hash: string; readonly digest: string }>({
    max: maxRemembered,
  })
  let placeholder: string | undefined

  const isKnown = (owner: string, hash: string | undefined, presented: string) => {
    const known = remembered.get(owner)
    return known !== undefined && known.hash === hash && digest.equal(known.digest, presented)
  }

  return {
    isRemembered: (owner, hash, presented) => isKnown(owner, hash, digest.keyed(key, presented)),
    async verify(owner, hash, presented) {
      const keyed = digest.keyed(key, presented)
      if (isKnown(owner, hash, keyed)) return true
      // An unknown owner takes as long as a known one. Kept when it is there: a hash that was refused is asked for again.
      if (hash === undefined) placeholder ??= await secrets.hash(crypto.randomUUID())
      const fits = await secrets.verify(hash ?? placeholder ?? '', presented)
      if (!fits || hash === undefined) return false
      remembered.set(owner, { hash, digest: keyed })
      return true
    },
  }
}
