/** What users allowed third-party clients, as Grant resources: asked once, and again when a client wants more. */
import { parseVersion, type Store } from '../../engine/ports/store.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { Digest } from '../../kernel/digest.ts'

export interface ConsentServices {
  readonly store: Store
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
  { store, digest }: ConsentServices,
): Promise<boolean> {
  const version = await store.read('Grant', grantId(userId, clientId, digest))
  if (version === null) return false
  const allowed = parseVersion(version).scope
  return scope.every((one) => Array.isArray(allowed) && allowed.includes(one))
}

/** Remembers what was allowed, in addition to what was allowed before. */
export async function rememberConsent(
  userId: string,
  clientId: string,
  scope: readonly string[],
  { store, digest, clock }: ConsentServices,
): Promise<void> {
  const id = grantId(userId, clientId, digest)
  for (let attempt = 0; attempt < 10; attempt += 1) {
    const current = await store.read('Grant', id)
    const before = current === null ? [] : ((parseVersion(current).scope ?? []) as string[])
    const document = {
      resourceType: 'Grant',
      id,
      user: { reference: `User/${userId}` },
      client: { reference: `Client/${clientId}` },
      scope: [...new Set([...before, ...scope])],
      start: new Date(clock.now()).toISOString(),
    }
    const expect = current
      ? ({ kind: 'version', versionId: current.versionId } as const)
      : ({ kind: 'absent' } as const)
    const written = await store.write({ type: 'Grant', id, text: JSON.stringify(document), expect })
    if (written.outcome !== 'refused') return
  }
  throw new Error(`Grant ${id} keeps changing`)
}
