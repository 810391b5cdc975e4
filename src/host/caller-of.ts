/** A user as a caller, for authenticators that know whose credentials they were shown and nothing else. */
import { Role } from '../directory/Role.ts'
import type { RoleCache } from '../directory/role-cache.ts'
import { isActiveUser, User } from '../directory/User.ts'
import type { Documents } from '../engine/ports/documents.ts'
import type { PluginHost } from '../plugin.ts'
import type { Registry } from '../schema/registry.ts'
import { isResourceId } from '../schema/resource-id.ts'

export interface DirectoryParts {
  readonly documents: Documents
  readonly roles: RoleCache
  readonly registry: Registry
}

/** The rights of the user alone count: there is no client beside it. */
export function createCallerOf({ documents, roles, registry }: DirectoryParts): PluginHost['callerOf'] {
  const hasRoles = registry.get(Role.type) !== undefined
  return async (userId, name = `User/${userId}`) => {
    if (registry.get(User.type) === undefined || !isResourceId(userId)) return null
    const user = await documents.get(User, userId)
    if (user === null || !isActiveUser(user)) return null
    return {
      name,
      user: user.resource,
      roles: hasRoles ? await roles.get(user) : [],
      actsForUserAlone: true,
    }
  }
}
