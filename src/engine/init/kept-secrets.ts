/**
 * Secrets that people changed are not put back. A record has the hash of the last secret that the files had for each field:
 * what is stored and is not of the file, while the file says what it said before, was changed by somebody.
 */
import type { JsonObject } from '../../kernel/json.ts'
import type { ResourceType } from '../../schema/registry.ts'
import { findValue, withoutValue } from '../../schema/secrets.ts'
import type { Records } from '../ports/records.ts'
import type { Secrets } from '../ports/secrets.ts'
import type { InitResource } from './init-entry.ts'

const kind = 'init-secret'

export interface KeptSecretParts {
  readonly records: Records
  readonly secrets: Secrets
}

export interface Settled {
  /** Without the secrets that stay as they are. */
  readonly resource: JsonObject
  /** Dotted paths of these. */
  readonly kept: readonly string[]
}

/** `stored`: as it is now, with hashes; undefined when there is none. */
export async function keepChangedSecrets(
  type: ResourceType,
  entry: InitResource,
  stored: JsonObject | undefined,
  parts: KeptSecretParts,
): Promise<Settled> {
  if (stored === undefined || entry.putsSecrets) return { resource: entry.resource, kept: [] }
  let { resource } = entry
  const kept: string[] = []
  for (const path of type.secretPaths) {
    const plain = findValue(resource, path)
    if (typeof plain !== 'string' || !(await isChanged(entry, path, { plain, stored }, parts))) continue
    resource = withoutValue(resource, path)
    kept.push(path.join('.'))
  }
  return { resource, kept }
}

async function isChanged(
  entry: InitResource,
  path: readonly string[],
  { plain, stored }: { readonly plain: string; readonly stored: JsonObject },
  { records, secrets }: KeptSecretParts,
): Promise<boolean> {
  const hash = findValue(stored, path)
  if (typeof hash === 'string' && (await secrets.verify(hash, plain))) return false
  const last = (await records.find(kind, keyOf(entry, path)))?.value.hash
  if (typeof last === 'string') return await secrets.verify(last, plain)
  // Never put by a file: what others stored is theirs. What the file has is remembered, so that a change of it is seen.
  if (hash === undefined) return false
  await remember(entry, path, await secrets.hash(plain), records)
  return true
}

/** `stored`: as it is after the put. */
export async function rememberSecrets(
  type: ResourceType,
  { entry, resource }: { readonly entry: InitResource; readonly resource: JsonObject },
  stored: JsonObject,
  { records }: KeptSecretParts,
): Promise<void> {
  for (const path of type.secretPaths) {
    const hash = findValue(stored, path)
    if (typeof findValue(resource, path) === 'string' && typeof hash === 'string')
      await remember(entry, path, hash, records)
  }
}

async function remember(
  entry: InitResource,
  path: readonly string[],
  hash: string,
  records: Records,
): Promise<void> {
  const key = keyOf(entry, path)
  const known = (await records.find(kind, key))?.value.hash
  if (known === hash) return
  if (known !== undefined) await records.take(kind, key)
  // False: another server remembers the same just now.
  await records.insert(kind, key, { hash }, { expiresAt: null })
}

function keyOf({ type, id }: InitResource, path: readonly string[]): string {
  return `${type}/${id} ${path.join('.')}`
}
