/** What users allowed third-party clients, as Grant resources: asked once, and again when a client wants more. */
import { fieldIs } from '../../engine/ports/condition.ts'
import { parseVersion, type Store } from '../../engine/ports/store.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { Digest } from '../../kernel/digest.ts'
import { hasResourceScope } from '../../schema/resource-scopes.ts'

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
  const { scope: allowed, unrestricted } = parseVersion(version)
  // To ask for no resource scope is to ask for more, not for less.
  if (!hasResourceScope(scope) && unrestricted !== true) return false
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
    const before = current === null ? {} : parseVersion(current)
    const document = {
      resourceType: 'Grant',
      id,
      user: { reference: `User/${userId}` },
      client: { reference: `Client/${clientId}` },
      scope: [...new Set([...((before.scope ?? []) as string[]), ...scope])],
      unrestricted: before.unrestricted === true || !hasResourceScope(scope),
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

/** Removes what a user, or all users, allowed to a client. */
export async function forgetConsents(
  owner: { readonly userId?: string; readonly clientId?: string },
  store: Store,
): Promise<void> {
  const [field, type, id] =
    owner.userId === undefined ? ['client', 'Client', owner.clientId] : ['user', 'User', owner.userId]
  if (id === undefined) return
  const where = fieldIs(`${field}.reference`, `${type}/${id}`)
  for (;;) {
    const page = await store.search({ type: 'Grant', where, count: 500, withTotal: false })
    for (const version of page.versions) await store.remove('Grant', version.id, { kind: 'any' })
    if (!page.hasMore) return
  }
}
