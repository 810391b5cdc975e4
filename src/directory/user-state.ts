/** Whether a person may act at all. */
import type { UserDocument } from './User.ts'

export function isActiveUser({ resource }: UserDocument): boolean {
  return resource.inactive !== true && resource.active !== false
}
