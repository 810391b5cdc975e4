/** How a page names a user. */
import { isJsonObject } from '../../kernel/json.ts'
import type { CachedDocument } from '../documents/document-cache.ts'
import type { PageUser } from '../pages/sign-out-form.ts'

export function toPageUser({ id, document }: CachedDocument): PageUser {
  const name = isJsonObject(document.name) ? document.name.formatted : undefined
  const best = [document.displayName, name, document.userName, document.email].find(
    (one) => typeof one === 'string',
  )
  return { name: (best as string | undefined) ?? id, detail: id }
}
