/** What has to be there before anybody can call: the root client and the administrator. Who keeps the rules is told of them. */

import type { Records } from '../engine/ports/records.ts'
import type { Secrets } from '../engine/ports/secrets.ts'
import { parseVersion, type Store } from '../engine/ports/store.ts'
import type { JsonObject } from '../kernel/json.ts'
import type { Random } from '../kernel/random.ts'
import type { Administrator } from '../plugin.ts'

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

const rootClient: Administrator = {
  id: 'root-client',
  reference: 'Client/root',
  description: 'The root client may do everything',
}
const adminUser: Administrator = {
  id: 'admin-user',
  reference: 'User/admin',
  description: 'The administrator may do everything',
}

export interface Bootstrapped {
  /** Secrets that were generated, by the name of their setting. */
  readonly generated: Record<string, string>
  /** Those of the two that are to be allowed everything from this start on. */
  readonly administrators: readonly Administrator[]
}

/**
 * Safe to run on several nodes at once. What an operator has deleted is not made again, unless its secret is configured;
 * the same holds for what allows them everything.
 */
export async function bootstrap(options: BootstrapOptions): Promise<Bootstrapped> {
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
  await options.records.insert(markKind, 'done', {}, { expiresAt: null })
  return {
    generated: {
      ...(root === undefined ? {} : { ROOT_CLIENT_SECRET: root }),
      ...(admin === undefined ? {} : { ADMIN_PASSWORD: admin }),
    },
    administrators: [
      ...(isFirst || options.rootClientSecret !== undefined ? [rootClient] : []),
      ...(isFirst || options.adminPassword !== undefined ? [adminUser] : []),
    ],
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
