/** What a person has allowed to applications, as the Grants of the consent page. */
import type { UserDocument } from '../../directory/User.ts'
import type { Documents } from '../../plugin.ts'
import { Grant } from '../resources/Grant.ts'
import { isOlderThan } from '../sessions/session-parts.ts'
import { findApplicationName } from './application-name.ts'

export interface AllowedApplication {
  readonly grantId: string
  /** Null: the application is gone. */
  readonly name: string | null
  readonly scopes: readonly string[]
  /** ISO 8601. */
  readonly since: string
}

const maximumRead = 200

/** The newest first. */
export async function findAllowedApplications(
  user: UserDocument,
  documents: Documents,
): Promise<readonly AllowedApplication[]> {
  const found = await documents.all(Grant, [['user', `User/${user.id}`]], maximumRead)
  const own = found.filter((grant) => !isOlderThan(grant, user))
  const applications = await Promise.all(
    own.map(async ({ id: grantId, resource }) => {
      const { client, scope: scopes, start: since } = resource
      return { grantId, name: await findApplicationName(client, documents), scopes, since }
    }),
  )
  return applications.sort((one, other) => other.since.localeCompare(one.since))
}
