/** Whether a person may act at all. */
import type { CachedDocument } from '../oauth/documents/document-cache.ts'

export function isActiveUser(user: CachedDocument): boolean {
  return user.document.inactive !== true && user.document.active !== false
}
