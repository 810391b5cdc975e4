/** The user that somebody means who types an id, a user name or an e-mail address. */
import { fieldIs } from '../../engine/ports/condition.ts'
import type { Store } from '../../engine/ports/store.ts'
import { isResourceId } from '../../schema/resource-id.ts'
import type { CachedDocument, DocumentCache } from '../documents/document-cache.ts'

export const maxUserNameLength = 320

/**
 * Null when nobody fits, or when the name fits several users, as the id of one and the e-mail address of another: it
 * cannot be told who is meant. All three are always looked up, so that an unknown name takes as long as a known one.
 */
export async function findAccount(
  name: string,
  documents: DocumentCache,
  store: Store,
): Promise<CachedDocument | null> {
  if (name === '' || name.length > maxUserNameLength) return null
  const { ids, userNames, emails } = await findUsersNamed(name, store)
  const [only, ...others] = new Set([...ids, ...userNames, ...emails])
  return only !== undefined && others.length === 0 ? await documents.get('User', only) : null
}

/** Ids of the users that a name can mean, by what it would be of them. */
export async function findUsersNamed(name: string, store: Store) {
  const [byId, userNames, emails] = await Promise.all([
    isResourceId(name) ? store.read('User', name) : null,
    findIds('userName', name, store),
    findIds('email', name, store),
  ])
  return { ids: byId === null ? [] : [byId.id], userNames, emails }
}

async function findIds(field: 'userName' | 'email', value: string, store: Store): Promise<string[]> {
  const page = await store.search({
    type: 'User',
    where: fieldIs(field, value),
    count: 2,
    withTotal: false,
  })
  return page.versions.map((version) => version.id)
}
