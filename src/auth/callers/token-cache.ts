/** Tokens that were looked up before, by their hash: what they say never changes, only whether they were revoked. */
import type { Store } from '../../engine/ports/store.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { Digest } from '../../kernel/digest.ts'
import { type AccessTokens, accessTokenKind, revokedTokenKind } from '../tokens/access-tokens.ts'
import type { TokenFacts } from '../tokens/token-facts.ts'

export interface TokenCache {
  /** The facts of a token that is known here, undefined when it has to be looked up. */
  peek(token: string): TokenFacts | undefined
  find(token: string): Promise<TokenFacts | null>
  stop(): void
}

const maxEntries = 50_000

export function createTokenCache(
  tokens: AccessTokens,
  store: Store,
  digest: Digest,
  clock: Clock,
): TokenCache {
  const entries = new Map<string, TokenFacts>()
  let epoch = 0
  const watch = store.watch((change) => {
    if (change === null) {
      epoch += 1
      entries.clear()
    } else if (change.type === `record:${accessTokenKind}`) {
      epoch += 1
      entries.delete(change.id)
    } else if (change.type === `record:${revokedTokenKind}`) {
      epoch += 1
      for (const [hash, facts] of entries) if (facts.tokenId === change.id) entries.delete(hash)
    }
  })
  const peek = (hash: string): TokenFacts | undefined => {
    const facts = watch.isTrusted() ? entries.get(hash) : undefined
    if (facts === undefined || facts.expiresAt * 1000 > clock.now()) return facts
    entries.delete(hash)
    return undefined
  }
  return {
    peek: (token) => peek(digest.sha256(token)),
    async find(token) {
      const hash = digest.sha256(token)
      const known = peek(hash)
      if (known) return known
      const before = epoch
      const facts = await tokens.find(token)
      if (facts === null || facts.expiresAt * 1000 <= clock.now()) return null
      if (before === epoch && watch.isTrusted()) {
        if (entries.size >= maxEntries) entries.delete(entries.keys().next().value as string)
        entries.set(hash, facts)
      }
      return facts
    },
    stop: () => watch.stop(),
  }
}
