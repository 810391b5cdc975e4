/** Tokens that were looked up before: what they say never changes, only whether they were revoked. In memory only. */
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
  // Changes of opaque tokens are told by the hash under which they are stored.
  const tokensByHash = new Map<string, string>()
  let epoch = 0
  const forget = (token: string) => {
    entries.delete(token)
    tokensByHash.delete(digest.sha256(token))
  }
  const watch = store.watch((change) => {
    if (change === null) {
      epoch += 1
      entries.clear()
      tokensByHash.clear()
    } else if (change.type === `record:${accessTokenKind}`) {
      epoch += 1
      forget(tokensByHash.get(change.id) ?? '')
    } else if (change.type === `record:${revokedTokenKind}`) {
      epoch += 1
      for (const [token, facts] of entries) if (facts.tokenId === change.id) forget(token)
    }
  })
  const peek = (token: string): TokenFacts | undefined => {
    const facts = watch.isTrusted() ? entries.get(token) : undefined
    if (facts === undefined || facts.expiresAt * 1000 > clock.now()) return facts
    forget(token)
    return undefined
  }
  return {
    peek,
    async find(token) {
      const known = peek(token)
      if (known) return known
      const before = epoch
      const facts = await tokens.find(token)
      if (facts === null || facts.expiresAt * 1000 <= clock.now()) return null
      if (before === epoch && watch.isTrusted()) {
        if (entries.size >= maxEntries) forget(entries.keys().next().value as string)
        entries.set(token, facts)
        tokensByHash.set(digest.sha256(token), token)
      }
      return facts
    },
    stop: () => watch.stop(),
  }
}
