/** What users allowed third-party clients, as Grant resources: asked once, and again when a client wants more. */
import type { Clock } from '../../kernel/clock.ts'
import type { Digest } from '../../kernel/digest.ts'
import type { Documents } from '../../plugin.ts'
import { Grant } from '../resources/Grant.ts'
import type { SessionOwner } from '../sessions/sessions.ts'

export interface ConsentServices {
  readonly documents: Documents
  readonly digest: Digest
  readonly clock: Clock
}

/** One Grant for a user and a client: its id follows from theirs, so that two at once cannot make two. */
export function grantId(userId: string, clientId: string, digest: Digest): string {
  return digest.sha256(`grant:${userId}\n${clientId}`).replaceAll('_', '.')
}

/** Whether the user has allowed all of the scope to the client. */
export async function hasConsent(
  userId: string,
  clientId: string,
  scope: readonly string[],
  { documents, digest }: ConsentServices,
): Promise<boolean> {
  const grant = await documents.read(Grant, grantId(userId, clientId, digest))
  if (grant === null) return false
  const { scope: allowed } = grant.resource
  return scope.every((one) => allowed.includes(one))
}

/** Remembers what was allowed, in addition to what was allowed before. */
export async function rememberConsent(
  userId: string,
  clientId: string,
  scope: readonly string[],
  { documents, digest, clock }: ConsentServices,
): Promise<void> {
  await documents.put(Grant, grantId(userId, clientId, digest), (before) => ({
    resourceType: 'Grant',
    user: { reference: `User/${userId}` },
    client: { reference: `Client/${clientId}` },
    scope: [...new Set([...(before?.scope ?? []), ...scope])],
    start: new Date(clock.now()).toISOString(),
  }))
}

/** Removes what a user, or all users, allowed to a client. */
export async function forgetConsents(owner: SessionOwner, documents: Documents): Promise<void> {
  const { userId, clientId } = owner
  if (userId === undefined && clientId === undefined) return
  const found = await documents.all(
    Grant,
    userId === undefined ? [['client', `Client/${clientId}`]] : [['user', `User/${userId}`]],
  )
  for (const { id } of found) await documents.remove(Grant, id)
}
