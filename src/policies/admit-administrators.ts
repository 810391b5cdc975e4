/** The policies that allow administrators everything. */
import { isDoubtful, metaTime } from '../directory/holder.ts'
import type { JsonObject } from '../kernel/json.ts'
import type { Administrator, Documents } from '../plugin.ts'
import { AccessPolicy } from './resources/AccessPolicy.ts'

/**
 * A policy that is there already is left as it is, whatever it says: the operator may have changed it. Where its administrator
 * was made anew, it is written again, so that it counts for that one.
 */
export async function admitAdministrators(
  administrators: readonly Administrator[],
  documents: Documents,
): Promise<void> {
  for (const { id, reference, description, isNew } of administrators) {
    if (!isNew) continue
    const current = await documents.read(AccessPolicy, id)
    if (current === null) {
      const policy = { resourceType: 'AccessPolicy', id, description, engine: 'allow', link: [{ reference }] }
      await documents.create(AccessPolicy, policy)
    } else if (await isOlder(current.resource, reference, documents))
      await documents.update(AccessPolicy, id, (policy) => policy)
  }
}

async function isOlder(policy: JsonObject, reference: string, documents: Documents): Promise<boolean> {
  const [type = '', id = ''] = reference.split('/')
  const holder = await documents.read({ type }, id)
  if (holder === null) return false
  return isDoubtful(metaTime(policy, 'lastUpdated'), metaTime(holder.resource, 'createdAt'))
}
