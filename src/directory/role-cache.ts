/** The roles that users hold, in memory until any Role changes. */
import type { JsonObject } from '../kernel/json.ts'
import type { DocumentReader, Memory } from '../plugin.ts'
import { Role } from './Role.ts'

export interface RoleCache {
  peek(userId: string): readonly JsonObject[] | undefined
  get(userId: string): Promise<readonly JsonObject[]>
}

const maxUsers = 20_000

export function createRoleCache(documents: DocumentReader, memory: Memory): RoleCache {
  const load = (userId: string) => findRoles(userId, documents)
  const byUser = memory.cache<readonly JsonObject[]>({ types: [Role.type], max: maxUsers, load })
  return {
    peek: byUser.peek,
    get: async (userId) => (await byUser.get(userId)) ?? [],
  }
}

/** All roles of a user, however many. */
export async function findRoles(userId: string, documents: DocumentReader): Promise<readonly JsonObject[]> {
  const roles = await documents.all(Role, [['user', `User/${userId}`]])
  return roles.map(({ resource }) => resource)
}
