/** Names to sign in with belong to one user: nobody may take the id, user name or e-mail address of another as theirs. */

import { User } from '../../directory/User.ts'
import type { Issue } from '../../kernel/errors.ts'
import type { JsonObject } from '../../kernel/json.ts'
import type { DocumentReader } from '../../plugin.ts'
import { findUsersNamed } from './find-account.ts'

/**
 * Refused when it is written, as far as that can be: of two at the same moment, neither can sign in with it. A name that the
 * user has already stays, so that a user of an older database that shares one can be written.
 */
export async function checkSignInNames(
  resource: JsonObject,
  documents: DocumentReader,
): Promise<readonly Issue[]> {
  const { id } = resource
  const stored = typeof id === 'string' ? await documents.read(User, id) : null
  const issues: Issue[] = []
  for (const field of ['id', 'userName', 'email'] as const) {
    const name = resource[field]
    if (typeof name !== 'string' || stored?.resource[field] === name) continue
    const found = await findUsersNamed(name, documents)
    if (found.every((user) => user.id === id)) continue
    const message = 'Another user signs in with this name (upper and lower case are the same)'
    issues.push({ code: 'duplicate', message, expression: `User.${field}` })
  }
  return issues
}
