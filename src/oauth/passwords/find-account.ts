/** The user that somebody means who types an id, a user name or an e-mail address. */
import { User, type UserDocument } from '../../directory/User.ts'
import { escapeSearchValue } from '../../engine/ports/documents.ts'
import type { DocumentReader, Documents } from '../../plugin.ts'
import { isResourceId } from '../../schema/resource-id.ts'

export const maxUserNameLength = 320

/** Names are compared in this form: nobody minds the case in which theirs is typed. */
export function foldName(name: string): string {
  return name.slice(0, maxUserNameLength + 1).toLowerCase()
}

/**
 * Null when nobody fits, or when the name fits several users, as the id of one and the e-mail address of another: it
 * cannot be told who is meant. All three are always looked up, so that an unknown name takes as long as a known one.
 */
export async function findAccount(name: string, documents: Documents): Promise<UserDocument | null> {
  if (name === '' || name.length > maxUserNameLength) return null
  const [only, ...others] = new Set(await findUsersNamed(name, documents))
  return only !== undefined && others.length === 0 ? await documents.get(User, only) : null
}

/** Ids of the users that a name can mean; one may be there several times. */
export async function findUsersNamed(name: string, documents: DocumentReader): Promise<readonly string[]> {
  const value = escapeSearchValue(name)
  const [byId, byUserName, byEmail] = await Promise.all([
    isResourceId(name) ? documents.read(User, name) : null,
    documents.all(User, [['user-name', value]]),
    documents.all(User, [['email', value]]),
  ])
  return [...(byId === null ? [] : [byId]), ...byUserName, ...byEmail].map(({ id }) => id)
}
