/** Where a person is signed in: browsers with the applications that end with them, and applications on their own. */
import type { Documents } from '../../plugin.ts'
import { referenceId } from '../../schema/reference.ts'
import { Session, type SessionDocument } from '../resources/Session.ts'
import type { BrowserSession } from '../sessions/browser-sessions.ts'
import { isOlderThan } from '../sessions/session-parts.ts'
import { findApplicationName } from './application-name.ts'

export interface SignedInPlace {
  readonly sessionId: string
  /** The browser that looks at the list. */
  readonly isThis: boolean
  /** Of an application on its own; null: it is gone. Undefined: it is a browser. */
  readonly application: string | null | undefined
  readonly userAgent: string | undefined
  readonly address: string | undefined
  /** ISO 8601. */
  readonly since: string
  readonly lastUsed: string | undefined
  /** First-party applications that were opened there. */
  readonly applications: readonly string[]
}

/** What is read at most: whoever has more active sessions ends them all at once. */
const maximumRead = 200

/** The places of the session's user, the newest first behind this one. */
export async function findSignedInPlaces(
  { user, sessionId }: BrowserSession,
  documents: Documents,
): Promise<readonly SignedInPlace[]> {
  const where = [['user', `User/${user.id}`] as const, ['active', 'true'] as const]
  const found = await documents.all(Session, where, maximumRead)
  const own = found.some(({ id }) => id === sessionId) ? null : await documents.read(Session, sessionId)
  // What is older belongs to somebody who had this id before.
  const sessions = [...(own ? [own] : []), ...found].filter((one) => !isOlderThan(one, user))
  const roots = newestOfEach(sessions.filter(({ resource }) => resource.parent === undefined))
  const places = await Promise.all(roots.map((root) => toPlace(root, sessions, sessionId, documents)))
  return places.sort((one, other) => rank(other).localeCompare(rank(one)))
}

/** An application on its own has a session for each time that it asked: people see it once, with the newest. */
function newestOfEach(roots: readonly SessionDocument[]): readonly SessionDocument[] {
  const inOrder = [...roots].sort((one, other) => one.resource.start.localeCompare(other.resource.start))
  const byPlace = new Map(
    inOrder.map((root) => {
      const { type, client } = root.resource
      const clientId = referenceId(client, 'Client')
      return [type === 'browser' || clientId === undefined ? root.id : `Client/${clientId}`, root]
    }),
  )
  return [...byPlace.values()]
}

function rank({ isThis, since }: SignedInPlace): string {
  return `${isThis ? 1 : 0} ${since}`
}

async function toPlace(
  root: SessionDocument,
  sessions: readonly SessionDocument[],
  ownId: string,
  documents: Documents,
): Promise<SignedInPlace> {
  const { type, client, userAgent, ip, start } = root.resource
  const children = sessions.filter(({ resource }) => referenceId(resource.parent, 'Session') === root.id)
  const names = await Promise.all(
    children.map(({ resource }) => findApplicationName(resource.client, documents)),
  )
  const uses = [root, ...children].map(({ resource }) => resource.lastUsed ?? resource.start).sort()
  const lastUsed = uses.at(-1)
  return {
    sessionId: root.id,
    isThis: root.id === ownId,
    application: type === 'browser' ? undefined : await findApplicationName(client, documents),
    ...{ userAgent, address: ip, since: start },
    lastUsed: lastUsed === start ? undefined : lastUsed,
    applications: [...new Set(names.filter((name) => name !== null))].sort(),
  }
}
