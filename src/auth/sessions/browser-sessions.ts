/** The sign-in of a browser: a cookie with a random value, of which only the hash is stored, and a Session resource behind it. */

import type { Records } from '../../engine/ports/records.ts'
import { parseVersion, type Store } from '../../engine/ports/store.ts'
import type { Clock } from '../../kernel/clock.ts'
import { epochSeconds } from '../../kernel/clock.ts'
import type { Digest } from '../../kernel/digest.ts'
import type { Random } from '../../kernel/random.ts'
import { isActiveUser } from '../callers/user-state.ts'
import type { CachedDocument, DocumentCache } from '../documents/document-cache.ts'
import { referenceId } from './reference-id.ts'
import type { Sessions } from './sessions.ts'

export interface BrowserSession {
  readonly sessionId: string
  readonly user: CachedDocument
  /** Seconds since 1970. */
  readonly authTime: number
  /** The cookie's value: what forms are bound to. */
  readonly secret: string
}

export interface BrowserSessions {
  /** The sign-in behind a cookie; null when there is none in force. */
  find(cookie: string | undefined): Promise<BrowserSession | null>
  /** A new sign-in. Returns the value of the cookie. */
  start(user: CachedDocument, origin: { userAgent?: string; ip?: string }): Promise<string>
}

export interface BrowserSessionsOptions {
  readonly store: Store
  readonly records: Records
  readonly digest: Digest
  readonly random: Random
  readonly clock: Clock
  readonly documents: DocumentCache
  readonly sessions: Sessions
}

const kind = 'browser-session'
/** How long a sign-in lasts at most. */
export const browserSessionSeconds = 12 * 60 * 60

export function createBrowserSessions(options: BrowserSessionsOptions): BrowserSessions {
  const { records, digest, random, clock, documents, sessions } = options
  return {
    async find(cookie) {
      if (cookie === undefined || cookie.length > 128) return null
      const record = await records.find(kind, digest.sha256(cookie))
      if (record === null) return null
      const sessionId = String(record.value.session)
      // Read past the cache: a browser that has just signed out elsewhere must not be let in.
      const version = await options.store.read('Session', sessionId)
      const session = version && parseVersion(version)
      const userId = referenceId(session?.user, 'User')
      if (session?.active !== true || userId === undefined) return null
      const user = await documents.get('User', userId)
      if (user === null || !isActiveUser(user)) return null
      return { sessionId, user, authTime: Number(session.authTime), secret: cookie }
    },
    async start(user, origin) {
      const cookie = random.token(32)
      const id = random.uuid()
      const authTime = epochSeconds(clock)
      await sessions.create({ id, type: 'browser', userId: user.id, authTime, ...origin })
      await records.insert(
        kind,
        digest.sha256(cookie),
        { session: id },
        {
          expiresAt: clock.now() + browserSessionSeconds * 1000,
          group: id,
        },
      )
      return cookie
    },
  }
}
