/** Sessions as resources: making, ending, and what ends with them. */

import { allOf, fieldIs } from '../../engine/ports/condition.ts'
import type { Records } from '../../engine/ports/records.ts'
import { parseVersion, type Store } from '../../engine/ports/store.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { JsonObject } from '../../kernel/json.ts'
import { accessTokenKind } from '../tokens/access-tokens.ts'
import { refreshTokenKind } from '../tokens/refresh-tokens.ts'
import { referenceId } from './reference-id.ts'

export interface NewSession {
  readonly id: string
  readonly type: 'browser' | 'authorization_code' | 'client_credentials'
  readonly userId?: string
  readonly clientId?: string
  /** Browser session that this one shares its end with, of first-party clients. */
  readonly parentId?: string
  /** Seconds since 1970 of the sign-in. */
  readonly authTime?: number
  /** How the user signed in (RFC 8176). */
  readonly methods?: readonly string[]
  readonly scope?: readonly string[]
  readonly userAgent?: string
  readonly ip?: string
}

/** At least one of the two; both: sessions of this user with this client. */
export interface SessionOwner {
  readonly userId?: string
  readonly clientId?: string
}

export interface Sessions {
  /** False when the id was ended before it was made: a replayed code wins over the exchange that it races with. */
  create(session: NewSession): Promise<boolean>
  /** Ends a session and those that share its end. Ending twice is no error. Returns the ended document, null when there is none. */
  end(sessionId: string): Promise<JsonObject | null>
  /** Makes sure that a session with this id can never be made, or ends it. */
  forbid(sessionId: string): Promise<void>
  /** Ends the sessions of a user, of a client, or of the one with the other. Returns how many. */
  endAllOf(owner: SessionOwner): Promise<number>
  /** Notes the use of a session, at most once a minute. */
  touch(session: JsonObject): Promise<void>
}

export interface SessionsOptions {
  readonly store: Store
  readonly records: Records
  readonly clock: Clock
}

const touchPauseMs = 60_000

export function createSessions(options: SessionsOptions): Sessions {
  const { store } = options
  return {
    async create(session) {
      const text = JSON.stringify(toSessionDocument(session, options.clock))
      const written = await store.write({ type: 'Session', id: session.id, text, expect: { kind: 'absent' } })
      return written.outcome !== 'refused'
    },
    end: (sessionId) => endTree(sessionId, options),
    async forbid(sessionId) {
      const tombstone = {
        resourceType: 'Session',
        id: sessionId,
        type: 'authorization_code',
        active: false,
        start: isoNow(options.clock),
        end: isoNow(options.clock),
      }
      const text = JSON.stringify(tombstone)
      const made = await store.write({ type: 'Session', id: sessionId, text, expect: { kind: 'absent' } })
      if (made.outcome === 'refused') await endTree(sessionId, options)
    },
    async endAllOf({ userId, clientId }) {
      const references: [string, string][] = []
      if (userId !== undefined) references.push(['user', `User/${userId}`])
      if (clientId !== undefined) references.push(['client', `Client/${clientId}`])
      if (references.length === 0) return 0
      const ids = await findActive(references, options)
      for (const id of ids) await endTree(id, options)
      return ids.length
    },
    async touch(session) {
      const last = Date.parse(String(session.lastUsed ?? session.start))
      if (options.clock.now() - last < touchPauseMs) return
      await patchSession(String(session.id), { lastUsed: isoNow(options.clock) }, options)
    },
  }
}

function toSessionDocument(session: NewSession, clock: Clock): JsonObject {
  const document: JsonObject = {
    resourceType: 'Session',
    id: session.id,
    type: session.type,
    active: true,
    start: isoNow(clock),
  }
  if (session.userId !== undefined) document.user = { reference: `User/${session.userId}` }
  if (session.clientId !== undefined) document.client = { reference: `Client/${session.clientId}` }
  if (session.parentId !== undefined) document.parent = { reference: `Session/${session.parentId}` }
  if (session.authTime !== undefined) document.authTime = session.authTime
  if (session.methods !== undefined) document.amr = [...session.methods]
  if (session.scope && session.scope.length > 0) document.scope = [...session.scope]
  if (session.userAgent) document.userAgent = session.userAgent.slice(0, 512)
  if (session.ip) document.ip = session.ip.slice(0, 64)
  return document
}

/** A browser session and the sessions of its first-party clients end together, whichever is ended. */
async function endTree(sessionId: string, options: SessionsOptions): Promise<JsonObject | null> {
  const ended = await endOne(sessionId, options)
  if (ended === null) return null
  const rootId = referenceId(ended.parent, 'Session') ?? sessionId
  if (rootId !== sessionId) await endOne(rootId, options)
  for (const childId of await findActive([['parent', `Session/${rootId}`]], options))
    await endOne(childId, options)
  return ended
}

async function endOne(sessionId: string, options: SessionsOptions): Promise<JsonObject | null> {
  const change = { active: false, end: isoNow(options.clock) }
  const ended = await patchSession(sessionId, change, options, (session) => session.active === true)
  await options.records.removeGroup(refreshTokenKind, sessionId)
  await options.records.removeGroup(accessTokenKind, sessionId)
  return ended
}

/** Read and write with the version as condition, again when somebody else was faster. */
async function patchSession(
  id: string,
  change: JsonObject,
  options: SessionsOptions,
  isDue: (session: JsonObject) => boolean = (session) => session.active === true,
): Promise<JsonObject | null> {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const version = await options.store.read('Session', id)
    if (version === null) return null
    const session = parseVersion(version)
    if (!isDue(session)) return session
    const next = { ...session, ...change }
    const expect = { kind: 'version', versionId: version.versionId } as const
    const written = await options.store.write({ type: 'Session', id, text: JSON.stringify(next), expect })
    if (written.outcome !== 'refused') return next
  }
  throw new Error(`Session ${id} keeps changing`)
}

/** Ids of the active sessions with all of these references. */
async function findActive(
  references: readonly (readonly [field: string, reference: string])[],
  options: SessionsOptions,
): Promise<string[]> {
  const owners = references.map(([field, reference]) => fieldIs(`${field}.reference`, reference))
  const where = allOf(...owners, fieldIs('active', true))
  const ids: string[] = []
  let afterId: string | undefined
  do {
    const page = await options.store.search({
      type: 'Session',
      where,
      count: 500,
      afterId,
      withTotal: false,
    })
    ids.push(...page.versions.map((version) => version.id))
    afterId = page.hasMore ? page.versions.at(-1)?.id : undefined
  } while (afterId !== undefined)
  return ids
}

function isoNow(clock: Clock): string {
  return new Date(clock.now()).toISOString()
}
