/** The user that somebody means who types an id, a user name or an e-mail address, in whatever case. */
import { User, type UserDocument } from '../../directory/User.ts'
import { escapeSearchValue } from '../../engine/ports/documents.ts'
import type { DocumentReader } from '../../plugin.ts'

const maxUserNameLength = 320

/** Names are compared in this form: nobody minds the case in which theirs is typed. */
export function foldName(name: string): string {
  return name.slice(0, maxUserNameLength + 1).toLowerCase()
}

/**
 * Null when nobody fits, or when the name fits several users, as the id of one and the e-mail address of another: it
 * cannot be told who is meant. Whose name is written just so comes before others: older databases may have both. All three
 * are always looked up, so that an unknown name takes as long as a known one.
 */
export async function findAccount(name: string, documents: DocumentReader): Promise<UserDocument | null> {
  if (name === '' || name.length > maxUserNameLength) return null
  const found = await findUsersNamed(name, documents)
  const exact = found.filter(({ id, resource }) => [id, resource.userName, resource.email].includes(name))
  const [only, ...others] = exact.length > 0 ? exact : found
  return only !== undefined && others.length === 0 ? only : null
}

/** The users that a name can mean. */
export async function findUsersNamed(
  name: string,
  documents: DocumentReader,
): Promise<readonly UserDocument[]> {
  return await documents.all(User, [['sign-in-name', escapeSearchValue(name)]])
}
