/** What ends when a user, a client or a consent is written: sessions do not outlive the right to have them. */
import type { Documents, Written } from '../plugin.ts'
import { referenceId } from '../schema/reference.ts'
import { forgetConsents } from './authorize/consent.ts'
import { forEvery } from './keep-trying.ts'
import type { SessionOwner, Sessions } from './sessions/sessions.ts'

export async function endSessionsAfter(
  written: Written,
  sessions: Pick<Sessions, 'endAllOf'>,
  documents: Documents,
): Promise<void> {
  const owner = findOwner(written)
  if (owner === null) return
  // Another resource that is made under this id must not inherit what people allowed to this one.
  const hasConsents = written.outcome === 'deleted' && written.type !== 'Grant'
  const works = [() => sessions.endAllOf(owner), () => forgetConsents(hasConsents ? owner : {}, documents)]
  await forEvery(works, (work): Promise<unknown> => work())
}

/** Whose sessions end; null when nobody's do. */
function findOwner({ type, id, outcome, resource, secretsChanged }: Written): SessionOwner | null {
  const isOver = outcome === 'deleted' || resource.active === false || resource.inactive === true
  const hasNewPassword = outcome === 'updated' && secretsChanged.includes('password')
  if (type === 'User' && (isOver || hasNewPassword)) return { userId: id }
  if (type === 'Client' && isOver) return { clientId: id }
  if (type !== 'Grant' || outcome !== 'deleted') return null
  return { userId: referenceId(resource.user, 'User'), clientId: referenceId(resource.client, 'Client') }
}
