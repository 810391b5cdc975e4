/** The documents that a session hangs on, and whether they are all in force. */

import { isActiveUser, User, type UserDocument } from '../../directory/User.ts'
import type { Documents } from '../../plugin.ts'
import { referenceId } from '../../schema/reference.ts'
import { Session, type SessionDocument } from '../resources/Session.ts'

export interface SessionParts {
  readonly session: SessionDocument
  /** The browser session that it ends with, of first-party clients. */
  readonly parent: SessionDocument | undefined
  /** Undefined: it is the session of a client. */
  readonly user: UserDocument | undefined
}

/** Null: there is no such session, or what it names is gone. */
export async function readSessionParts(id: string, documents: Documents): Promise<SessionParts | null> {
  const session = await documents.get(Session, id)
  return session === null ? null : await completeParts(session, documents)
}

/** As `readSessionParts`, of a session that was read already. */
export async function completeParts(
  session: SessionDocument,
  documents: Documents,
): Promise<SessionParts | null> {
  const { parentId, userId } = namesOf(session)
  const parent = parentId === undefined ? undefined : await documents.get(Session, parentId)
  if (parent === null) return null
  const user = userId === undefined ? undefined : await documents.get(User, userId)
  return user === null ? null : { session, parent, user }
}

/** What is in memory; undefined: something has to be read. */
export function peekSessionParts(id: string, documents: Documents): SessionParts | undefined {
  const session = documents.peek(Session, id)
  if (!session) return undefined
  const { parentId, userId } = namesOf(session)
  const parent = parentId === undefined ? undefined : documents.peek(Session, parentId)
  const user = userId === undefined ? undefined : documents.peek(User, userId)
  const isWhole = (parentId === undefined || parent) && (userId === undefined || user)
  return isWhole ? { session, parent, user } : undefined
}

/** Whether neither it nor the one that it ends with was ended, and the user is the one that it began for. */
export function isActiveSession({ session, parent, user }: SessionParts): boolean {
  if (user !== undefined && isOlderThan(session, user)) return false
  return session.resource.active === true && (parent === undefined || parent.resource.active === true)
}

interface Made {
  readonly createdAt: string
}

/** Whether a session or a consent is of another user or client, which had this one's id before and was deleted. */
export function isOlderThan(made: Made, owner: Made): boolean {
  return made.createdAt < owner.createdAt
}

export function isInForce(parts: SessionParts): boolean {
  return isActiveSession(parts) && (parts.user === undefined || isActiveUser(parts.user))
}

function namesOf({ resource: { parent, user } }: SessionDocument) {
  return { parentId: referenceId(parent, 'Session'), userId: referenceId(user, 'User') }
}
