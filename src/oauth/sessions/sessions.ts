/** Sessions as resources: making, ending, and what ends with them. */

import type { Records } from '../../engine/ports/records.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { Documents } from '../../plugin.ts'
import { referenceId } from '../../schema/reference.ts'
import { forEvery } from '../keep-trying.ts'
import { Session, type SessionDocument, type SessionResource } from '../resources/Session.ts'
import { accessTokenKind } from '../tokens/access-tokens.ts'
import { refreshTokenKind } from '../tokens/refresh-tokens.ts'
import { iso, lastsUntil, type NewSession, toSession } from './new-session.ts'

/** At least one of the two; both: sessions of this user with this client. */
export interface SessionOwner {
  readonly userId?: string
  readonly clientId?: string
}

export interface Sessions {
  /** False when the id was ended before it was made: a replayed code wins over the exchange that it races with. */
  create(session: NewSession): Promise<boolean>
  /** Ends a session and those that share its end. Ending twice is no error. Returns the ended document, null when there is none. */
  end(sessionId: string): Promise<SessionResource | null>
  /** Ends this one: the sign-in of the browser and other applications go on. */
  endAlone(sessionId: string): Promise<SessionResource | null>
  /** Makes sure that a session with this id can never be made, or ends it alone. */
  forbid(sessionId: string): Promise<void>
  /**
   * Ends the sessions of a user, of a client, or of the one with the other, and no others: all that can be, whatever
   * becomes of one. Returns how many.
   */
  endAllOf(owner: SessionOwner): Promise<number>
  /**
   * Notes the use of a session, at most once a minute, and that its tokens now end at `expiresAt`, in milliseconds since
   * 1970; undefined: one of them does not.
   */
  touch(session: SessionDocument, expiresAt: number | undefined): Promise<void>
}

export interface SessionsOptions {
  readonly documents: Documents
  readonly records: Records
  readonly clock: Clock
}

const touchPauseMs = 60_000

export function createSessions(options: SessionsOptions): Sessions {
  const { documents, clock } = options
  return {
    async create(session) {
      return (await documents.create(Session, toSession(session, clock))) !== null
    },
    end: (sessionId) => endTree(sessionId, options),
    endAlone: (sessionId) => endOne(sessionId, options),
    async forbid(id) {
      const start = iso(clock.now())
      const tombstone = { type: 'authorization_code', active: false, start, end: start } as const
      const made = await documents.create(Session, { resourceType: 'Session', id, ...tombstone })
      if (made === null) await endOne(id, options)
    },
    async endAllOf({ userId, clientId }) {
      const owner: [name: string, reference: string][] = []
      if (userId !== undefined) owner.push(['user', `User/${userId}`])
      if (clientId !== undefined) owner.push(['client', `Client/${clientId}`])
      if (owner.length === 0) return 0
      const found = await findActive(owner, documents)
      await forEvery(found, ({ id }) => endOne(id, options))
      return found.length
    },
    async touch({ id, resource: { lastUsed, start, expires: known } }, expiresAt) {
      const isFresh = clock.now() - Date.parse(lastUsed ?? start) < touchPauseMs
      if (isFresh && lastsUntil(known, expiresAt)) return
      await documents.update(Session, id, ({ expires, ...session }) => {
        if (!session.active) return null
        // Another token of the session may last longer.
        const until =
          expiresAt === undefined ? undefined : Math.max(expiresAt, Date.parse(expires ?? '') || 0)
        const lastUsed = iso(clock.now())
        return { ...session, lastUsed, ...(until !== undefined && { expires: iso(until) }) }
      })
    },
  }
}

/** A browser session and the sessions of its first-party clients end together, whichever is ended. */
async function endTree(sessionId: string, options: SessionsOptions): Promise<SessionResource | null> {
  const ended = await endOne(sessionId, options)
  if (ended === null) return null
  const rootId = referenceId(ended.parent, 'Session') ?? sessionId
  if (rootId !== sessionId) await endOne(rootId, options)
  const children = await findActive([['parent', `Session/${rootId}`]], options.documents)
  await forEvery(children, ({ id }) => endOne(id, options))
  return ended
}

async function endOne(sessionId: string, options: SessionsOptions): Promise<SessionResource | null> {
  const { documents, records, clock } = options
  const ended = await documents.update(Session, sessionId, (session) =>
    session.active ? { ...session, active: false, end: iso(clock.now()) } : null,
  )
  await records.removeGroup(refreshTokenKind, sessionId)
  await records.removeGroup(accessTokenKind, sessionId)
  return ended?.resource ?? null
}

/** The active sessions with all of these references. */
async function findActive(
  references: readonly (readonly [field: string, reference: string])[],
  documents: Documents,
): Promise<readonly SessionDocument[]> {
  return await documents.all(Session, [...references, ['active', 'true']])
}
