/** What has to be there before anybody can call: the root client, the administrator, and the policies that allow them everything. */

import type { Records } from '../engine/ports/records.ts'
import type { Secrets } from '../engine/ports/secrets.ts'
import { parseVersion, type Store } from '../engine/ports/store.ts'
import type { JsonObject } from '../kernel/json.ts'
import type { Random } from '../kernel/random.ts'

export interface BootstrapOptions {
  readonly store: Store
  readonly records: Records
  readonly secrets: Secrets
  readonly random: Random
  /** Undefined: generated when the resource is made. */
  readonly rootClientSecret: string | undefined
  readonly adminPassword: string | undefined
}

const markKind = 'bootstrap'

/**
 * Returns the secrets that were generated, by the name of their setting. Safe to run on several nodes at once. What an
 * operator has deleted is not made again, unless its secret is configured.
 */
export async function bootstrap(options: BootstrapOptions): Promise<Record<string, string>> {
  const root = await ensure(
    {
      resourceType: 'Client',
      id: 'root',
      name: 'Root',
      grant_types: ['basic', 'client_credentials'],
      first_party: true,
    },
    'secret',
    options.rootClientSecret,
    options,
  )
  const admin = await ensure(
    { resourceType: 'User', id: 'admin', userName: 'admin', displayName: 'Administrator' },
    'password',
    options.adminPassword,
    options,
  )
  const isFirst = (await options.records.find(markKind, 'done')) === null
  if (isFirst || options.rootClientSecret !== undefined) {
    await ensurePolicy('root-client', 'The root client may do everything', 'Client/root', options.store)
  }
  if (isFirst || options.adminPassword !== undefined) {
    await ensurePolicy('admin-user', 'The administrator may do everything', 'User/admin', options.store)
  }
  await options.records.insert(markKind, 'done', {}, { expiresAt: null })
  return {
    ...(root === undefined ? {} : { ROOT_CLIENT_SECRET: root }),
    ...(admin === undefined ? {} : { ADMIN_PASSWORD: admin }),
  }
}

/** Makes the resource, or gives it the configured secret where it has another. Returns a generated secret. */
async function ensure(
  document: JsonObject,
  field: 'secret' | 'password',
  configured: string | undefined,
  options: BootstrapOptions,
): Promise<string | undefined> {
  const { store, secrets } = options
  const type = String(document.resourceType)
  const id = String(document.id)
  const current = await store.read(type, id)
  if (current === null) {
    const wasMade = (await options.records.find(markKind, 'done')) !== null
    if (wasMade && configured === undefined) return undefined
    const secret = configured ?? options.random.token(24)
    const text = JSON.stringify({ ...document, [field]: await secrets.hash(secret) })
    const written = await store.write({ type, id, text, expect: { kind: 'absent' } })
    // Another node was faster: its secret counts, and this one must not be shown.
    return configured === undefined && written.outcome !== 'refused' ? secret : undefined
  }
  if (configured === undefined) return undefined
  const stored = parseVersion(current)
  if (await secrets.verify(String(stored[field]), configured)) return undefined
  const text = JSON.stringify({ ...stored, [field]: await secrets.hash(configured) })
  await store.write({ type, id, text, expect: { kind: 'version', versionId: current.versionId } })
  return undefined
}

async function ensurePolicy(id: string, description: string, reference: string, store: Store): Promise<void> {
  if ((await store.read('AccessPolicy', id)) !== null) return
  const policy = { resourceType: 'AccessPolicy', id, description, engine: 'allow', link: [{ reference }] }
  await store.write({ type: 'AccessPolicy', id, text: JSON.stringify(policy), expect: { kind: 'absent' } })
}
