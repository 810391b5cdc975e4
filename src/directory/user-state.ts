/** Whether a person may act at all. */
import type { JsonObject } from '../kernel/json.ts'

export function isActiveUser(user: { readonly document: JsonObject }): boolean {
  return user.document.inactive !== true && user.document.active !== false
}
