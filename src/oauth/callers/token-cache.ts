/** Tokens that were looked up before: what they say never changes, only whether they were revoked. In memory only. */
import type { Clock } from '../../kernel/clock.ts'
import type { Digest } from '../../kernel/digest.ts'
import type { Memory } from '../../plugin.ts'
import { Session } from '../resources/Session.ts'
import { type AccessTokens, accessTokenKind, revokedTokenKind } from '../tokens/access-tokens.ts'
import { isSessionToken } from '../tokens/session-tokens.ts'
import type { TokenFacts } from '../tokens/token-facts.ts'

export interface TokenCache {
  /** The facts of a token that is known here, undefined when it has to be looked up. */
  peek(token: string): TokenFacts | undefined
  find(token: string): Promise<TokenFacts | null>
}

export interface TokenCacheParts {
  readonly accessTokens: Pick<AccessTokens, 'find'>
  readonly memory: Memory
  readonly digest: Digest
  readonly clock: Clock
}

const maxEntries = 50_000

export function createTokenCache({ accessTokens, memory, digest, clock }: TokenCacheParts): TokenCache {
  const isOver = (facts: TokenFacts) => facts.expiresAt * 1000 <= clock.now()
  const tokens = memory.cache<TokenFacts>({
    types: [`record:${accessTokenKind}`, `record:${revokedTokenKind}`, Session.type],
    max: maxEntries,
    async load(token) {
      const facts = await accessTokens.find(token)
      return facts === null || isOver(facts) ? null : facts
    },
    // A JWT is revoked by its id, an opaque token by removing the record that bears its hash, or the session that it is.
    belongsTo(token, { tokenId, sessionId }) {
      if (tokenId !== undefined) return [`record:${revokedTokenKind}/${tokenId}`]
      if (isSessionToken(token)) return [`${Session.type}/${sessionId}`]
      return [`record:${accessTokenKind}/${digest.sha256(token)}`]
    },
  })
  return {
    peek(token) {
      const facts = tokens.peek(token)
      return facts === undefined || isOver(facts) ? undefined : facts
    },
    async find(token) {
      const facts = await tokens.get(token)
      return facts === null || isOver(facts) ? null : facts
    },
  }
}
