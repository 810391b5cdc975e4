/** Names to sign in with belong to one user: nobody may take the id, user name or e-mail address of another as theirs. */
import type { Issue } from '../../kernel/errors.ts'
import type { JsonObject } from '../../kernel/json.ts'
import type { DocumentReader } from '../../plugin.ts'
import { findUsersNamed } from './find-account.ts'

/** Refused when it is written, as far as that can be: of two at the same moment, neither can sign in with it. */
export async function checkSignInNames(
  resource: JsonObject,
  documents: DocumentReader,
): Promise<readonly Issue[]> {
  const issues: Issue[] = []
  for (const field of ['userName', 'email'] as const) {
    const name = resource[field]
    if (typeof name !== 'string') continue
    const found = await findUsersNamed(name, documents)
    if (found.every((id) => id === resource.id)) continue
    const message = 'Another user signs in with this name'
    issues.push({ code: 'duplicate', message, expression: `User.${field}` })
  }
  return issues
}
