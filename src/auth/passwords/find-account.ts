/** The user that somebody means who types an id, a user name or an e-mail address. */
import type { Store } from '../../engine/ports/store.ts'
import { isPlausibleId } from '../client-auth/authenticate-client.ts'
import type { CachedDocument, DocumentCache } from '../documents/document-cache.ts'

export const maxUserNameLength = 320

/** In this order: id, userName, e-mail. Null when nobody fits, or when a name fits several users: it cannot be told whom. */
export async function findAccount(
  name: string,
  documents: DocumentCache,
  store: Store,
): Promise<CachedDocument | null> {
  if (name === '' || name.length > maxUserNameLength) return null
  const byId = isPlausibleId(name) ? await documents.get('User', name) : null
  if (byId) return byId
  return (
    (await findOnly('userName', name, documents, store)) ?? (await findOnly('email', name, documents, store))
  )
}

async function findOnly(
  field: 'userName' | 'email',
  value: string,
  documents: DocumentCache,
  store: Store,
): Promise<CachedDocument | null> {
  const page = await store.search({
    type: 'User',
    criteria: [
      { parameter: { name: field, type: 'token', path: field }, values: [{ kind: 'token', code: value }] },
    ],
    count: 2,
    withTotal: false,
  })
  const [only] = page.versions
  return only !== undefined && page.versions.length === 1 ? await documents.get('User', only.id) : null
}
