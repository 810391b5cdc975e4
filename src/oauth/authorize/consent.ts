/** What users allowed third-party clients, as Grant resources: asked once, and again when a client wants more. */
import type { UserDocument } from '../../directory/User.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { Digest } from '../../kernel/digest.ts'
import type { Documents } from '../../plugin.ts'
import type { ResourceOf } from '../../schema/define-resource.ts'
import type { ClientDocument } from '../resources/Client.ts'
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

/** The two that a consent is between. */
export interface Consenting {
  readonly user: UserDocument
  readonly client: ClientDocument
}

/** Whether the user has allowed all of the scope to the client. */
export async function hasConsent(
  between: Consenting,
  scope: readonly string[],
  { documents, digest }: ConsentServices,
): Promise<boolean> {
  const { user, client } = between
  const grant = await documents.read(Grant, grantId(user.id, client.id, digest))
  if (grant === null || !isGrantOf(grant.resource, between)) return false
  const { scope: allowed } = grant.resource
  return scope.every((one) => allowed.includes(one))
}

/** Remembers what was allowed, in addition to what was allowed before. */
export async function rememberConsent(
  between: Consenting,
  scope: readonly string[],
  { documents, digest, clock }: ConsentServices,
): Promise<void> {
  const { user, client } = between
  await documents.put(Grant, grantId(user.id, client.id, digest), (current) => {
    const before = current && isGrantOf(current, between) ? current : undefined
    return {
      resourceType: 'Grant',
      user: { reference: `User/${user.id}` },
      client: { reference: `Client/${client.id}` },
      userCreatedAt: user.createdAt,
      clientCreatedAt: client.createdAt,
      scope: [...new Set([...(before?.scope ?? []), ...scope])],
      start: new Date(clock.now()).toISOString(),
    }
  })
}

/** Whether it is between these two, and not between others who had their ids before. Grants that do not name them are as old as they say. */
function isGrantOf(grant: ResourceOf<typeof Grant>, { user, client }: Consenting): boolean {
  const { meta, userCreatedAt, clientCreatedAt } = grant
  const madeAt = meta?.createdAt ?? ''
  const isSame = (owner: { readonly createdAt: string }, named: string | undefined) =>
    named === undefined ? owner.createdAt <= madeAt : owner.createdAt === named
  return isSame(user, userCreatedAt) && isSame(client, clientCreatedAt)
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
