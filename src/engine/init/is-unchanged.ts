/** Whether a document says what is stored already, so that putting it again would only make a new version. */

import { isJsonObject, type JsonObject } from '../../kernel/json.ts'
import type { ResourceType } from '../../schema/registry.ts'
import { findValue, withoutSecrets } from '../../schema/secrets.ts'
import type { Secrets } from '../ports/secrets.ts'
import { isSameJson } from '../same-json.ts'

/** Elements of `meta` that the server sets. */
const serverMeta = ['versionId', 'lastUpdated', 'createdAt']

export async function isUnchanged(
  type: Pick<ResourceType, 'secretPaths'>,
  wanted: JsonObject,
  stored: JsonObject,
  secrets: Secrets,
): Promise<boolean> {
  const isSame = isSameJson(
    withoutServerMeta(withoutSecrets(type, wanted)),
    withoutServerMeta(withoutSecrets(type, stored)),
  )
  if (!isSame) return false
  for (const path of type.secretPaths) {
    const plain = findValue(wanted, path)
    // A secret that is left out keeps its value.
    if (plain === undefined) continue
    const hash = findValue(stored, path)
    if (typeof plain !== 'string' || typeof hash !== 'string') return false
    if (!(await secrets.verify(hash, plain))) return false
  }
  return true
}

/** Without what the server sets. */
function withoutServerMeta(resource: JsonObject): JsonObject {
  const { meta, ...others } = resource
  const own = isJsonObject(meta)
    ? Object.fromEntries(Object.entries(meta).filter(([name]) => !serverMeta.includes(name)))
    : {}
  return Object.keys(own).length > 0 ? { ...others, meta: own } : others
}
