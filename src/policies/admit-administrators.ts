/** The policies that allow administrators everything. */
import type { Administrator, Documents } from '../plugin.ts'
import { AccessPolicy } from './resources/AccessPolicy.ts'

/** A policy that is there already is left as it is, whatever it says: the operator may have changed it. */
export async function admitAdministrators(
  administrators: readonly Administrator[],
  documents: Documents,
): Promise<void> {
  for (const { id, reference, description, isNew } of administrators) {
    if (!isNew || (await documents.read(AccessPolicy, id)) !== null) continue
    const policy = { resourceType: 'AccessPolicy', id, description, engine: 'allow', link: [{ reference }] }
    await documents.create(AccessPolicy, policy)
  }
}
