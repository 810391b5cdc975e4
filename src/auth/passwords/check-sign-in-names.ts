/** Names to sign in with belong to one user: nobody may take the id, user name or e-mail address of another as theirs. */
import type { Store } from '../../engine/ports/store.ts'
import type { Issue } from '../../kernel/errors.ts'
import type { JsonObject } from '../../kernel/json.ts'
import { findUsersNamed } from './find-account.ts'

/** Two users may share an e-mail address; neither can sign in with it then. */
export async function checkSignInNames(resource: JsonObject, store: Store): Promise<readonly Issue[]> {
  const issues: Issue[] = []
  for (const field of ['userName', 'email'] as const) {
    const name = resource[field]
    if (typeof name !== 'string') continue
    const found = await findUsersNamed(name, store)
    const taken = [...found.ids, ...found.userNames, ...(field === 'userName' ? found.emails : [])]
    if (taken.every((id) => id === resource.id)) continue
    const message = 'Another user signs in with this name'
    issues.push({ code: 'duplicate', message, expression: `User.${field}` })
  }
  return issues
}
