/** A user as a caller, for authenticators that know whose credentials they were shown and nothing else. */
import { Role } from '../directory/Role.ts'
import { User } from '../directory/User.ts'
import { isActiveUser } from '../directory/user-state.ts'
import type { Caller } from '../engine/ports/access.ts'
import type { JsonObject } from '../kernel/json.ts'
import type { PluginHost } from '../plugin.ts'
import { isResourceId } from '../schema/resource-id.ts'
import type { Documents } from './documents.ts'

export interface DirectoryParts {
  readonly documents: Documents
  /** Of a user, as they are now. */
  readonly rolesOf: (userId: string) => Promise<readonly JsonObject[]>
  readonly hasType: (type: string) => boolean
}

/** The rights of the user alone count: there is no client beside it. */
export function createCallerOf({ documents, rolesOf, hasType }: DirectoryParts): PluginHost['callerOf'] {
  return async (userId, name = `User/${userId}`): Promise<Caller | null> => {
    if (!hasType(User.type) || !isResourceId(userId)) return null
    const user = await documents.get(User, userId)
    if (user === null || !isActiveUser({ document: user.resource })) return null
    const roles = hasType(Role.type) ? await rolesOf(userId) : []
    return { name, user: user.resource, roles, actsForUserAlone: true }
  }
}
