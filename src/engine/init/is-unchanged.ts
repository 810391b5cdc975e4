/** Whether a document says what is stored already, so that putting it again would only make a new version. */

import { findDigits } from '../../formats/json-text.ts'
import { isJsonObject, type JsonObject, type JsonValue } from '../../kernel/json.ts'
import type { ResourceType } from '../../schema/registry.ts'
import { findValue, withoutSecrets } from '../../schema/secrets.ts'
import type { Secrets } from '../ports/secrets.ts'

/** Elements of `meta` that the server sets. */
const serverMeta = ['versionId', 'lastUpdated', 'createdAt']

export async function isUnchanged(
  type: Pick<ResourceType, 'secretPaths'>,
  wanted: JsonObject,
  stored: JsonObject,
  secrets: Secrets,
): Promise<boolean> {
  if (toComparable(withoutSecrets(type, wanted)) !== toComparable(withoutSecrets(type, stored))) return false
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

/** JSON with sorted names, without what the server sets. Digits of numbers count: 1.0 is not 1.00. */
function toComparable(resource: JsonObject): string {
  const { meta, ...others } = resource
  const own = isJsonObject(meta)
    ? Object.fromEntries(Object.entries(meta).filter(([name]) => !serverMeta.includes(name)))
    : {}
  return JSON.stringify(sorted(Object.keys(own).length > 0 ? { ...others, meta: own } : others))
}

function sorted(value: JsonValue | undefined): unknown {
  if (typeof value !== 'object' || value === null) return value
  const item = (name: string, child: JsonValue | undefined): unknown => {
    const digits = findDigits(value, name)
    return digits === undefined ? sorted(child) : { digits }
  }
  if (Array.isArray(value)) return value.map((child, index) => item(String(index), child))
  const names = Object.keys(value).sort()
  const members = names.filter((name) => value[name] !== undefined)
  return { members: members.map((name) => [name, item(name, value[name])]) }
}
