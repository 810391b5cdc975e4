/** How a page names a user. */
import type { UserDocument } from '../../directory/User.ts'
import type { PageUser } from '../pages/sign-out-form.ts'

export function toPageUser({ id, resource }: UserDocument): PageUser {
  const { displayName, name, userName, email } = resource
  return { name: displayName ?? name?.formatted ?? userName ?? email ?? id, detail: id }
}
