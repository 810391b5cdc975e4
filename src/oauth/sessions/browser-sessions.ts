/** The sign-in of a browser: a cookie with a random value, of which only the hash is stored, and a Session resource behind it. */

import { User, type UserDocument } from '../../directory/User.ts'
import type { Records } from '../../engine/ports/records.ts'
import type { Clock } from '../../kernel/clock.ts'
import { epochSeconds } from '../../kernel/clock.ts'
import type { Digest } from '../../kernel/digest.ts'
import { textsOf } from '../../kernel/json.ts'
import type { Random } from '../../kernel/random.ts'
import type { Documents } from '../../plugin.ts'
import { Session } from '../resources/Session.ts'
import { completeParts, isInForce } from './session-parts.ts'
import type { Sessions } from './sessions.ts'

export interface BrowserSession {
  readonly sessionId: string
  readonly user: UserDocument
  /** Seconds since 1970. */
  readonly authTime: number
  /** How the user signed in: Authentication Method Reference Values (RFC 8176 §2). */
  readonly methods: readonly string[]
  readonly secret: string
}

export interface BrowserSessions {
  /** The sign-in behind a cookie; null when there is none in force. */
  find(cookie: string | undefined): Promise<BrowserSession | null>
  /**
   * A sign-in with a new cookie, whose value is returned. `before`: the sign-in of the same user in this browser, which
   * goes on under the new cookie, so that signing out ends what it began. Null when the password was changed meanwhile.
   */
  start(
    user: UserDocument,
    before: BrowserSession | null,
    signIn: { methods: readonly string[]; userAgent?: string; ip?: string },
  ): Promise<string | null>
}

export interface BrowserSessionsOptions {
  readonly records: Records
  readonly digest: Digest
  readonly random: Random
  readonly clock: Clock
  readonly documents: Documents
  readonly sessions: Sessions
}

const kind = 'browser-session'
/** How long a sign-in lasts at most. */
const browserSessionSeconds = 12 * 60 * 60

export function createBrowserSessions(options: BrowserSessionsOptions): BrowserSessions {
  const { records, digest, random, clock, documents, sessions } = options
  return {
    async find(cookie) {
      if (cookie === undefined || cookie.length > 128) return null
      const record = await records.find(kind, digest.sha256(cookie))
      if (record === null) return null
      const sessionId = String(record.value.session)
      // Read past the cache: a browser that has just signed out elsewhere must not be let in.
      const session = await documents.read(Session, sessionId)
      const parts = session && (await completeParts(session, documents))
      if (!parts?.user || !isInForce(parts)) return null
      const { authTime, methods } = record.value
      return {
        sessionId,
        user: parts.user,
        authTime: Number(authTime),
        methods: textsOf(methods),
        secret: cookie,
      }
    },
    async start(user, before, { methods, ...origin }) {
      const cookie = random.token(32)
      const id = before?.sessionId ?? random.uuid()
      const authTime = epochSeconds(clock)
      const expiresAt = clock.now() + browserSessionSeconds * 1000
      if (before === null)
        await sessions.create({
          id,
          type: 'browser',
          userId: user.id,
          expiresAt,
          authTime,
          methods,
          ...origin,
        })
      else await records.take(kind, digest.sha256(before.secret))
      await records.insert(
        kind,
        digest.sha256(cookie),
        { session: id, authTime, methods: [...methods] },
        { expiresAt, group: id },
      )
      const known = before && (await documents.read(Session, id))
      if (known) await sessions.touch(known, expiresAt)
      // A change of the password ends the sessions that it finds; this one may have come just behind.
      const now = await documents.read(User, user.id)
      if (now?.secrets.password === user.secrets.password) return cookie
      await sessions.end(id)
      return null
    },
  }
}
