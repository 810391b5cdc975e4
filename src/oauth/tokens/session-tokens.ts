/**
 * Opaque access tokens of clients that act for themselves. Such a token is all that its session has, so the session stands
 * for it: its id follows from the token, and no record is written beside it. The id does not tell the token.
 */
import type { Digest } from '../../kernel/digest.ts'
import type { Random } from '../../kernel/random.ts'
import type { Documents } from '../../plugin.ts'
import { referenceId } from '../../schema/reference.ts'
import { Session } from '../resources/Session.ts'
import type { TokenFacts } from './token-facts.ts'

export interface SessionToken {
  /** 256 random bits. */
  readonly token: string
  /** The id that its session must have. */
  readonly sessionId: string
}

/** Tells them from tokens that have a record; base64url without it is shorter. */
const prefix = 'fk_'
const form = /^fk_[\w-]{43}$/

export function isSessionToken(token: string): boolean {
  return form.test(token)
}

export function makeSessionToken(random: Random, digest: Digest): SessionToken {
  const token = prefix + random.token(32)
  return { token, sessionId: toSessionId(token, digest) }
}

/** SHA-256, in letters that ids of resources have. */
function toSessionId(token: string, digest: Digest): string {
  return digest.sha256(`session of ${token}`).replaceAll('_', '.')
}

/** Null for a token that has no session. Whether that has ended is for others to see. */
export async function findSessionToken(
  token: string,
  { documents, digest }: { readonly documents: Documents; readonly digest: Digest },
): Promise<TokenFacts | null> {
  const sessionId = toSessionId(token, digest)
  const session = await documents.get(Session, sessionId)
  if (session === null) return null
  const { client, scope = [], audience = [], start, expires } = session.resource
  const clientId = referenceId(client, 'Client')
  if (clientId === undefined || expires === undefined) return null
  return {
    ...{ sessionId, clientId, scope, audience },
    issuedAt: Math.floor(Date.parse(start) / 1000),
    expiresAt: Math.floor(Date.parse(expires) / 1000),
  }
}
