/** The roles that users hold, in memory until any Role changes. */
import type { JsonObject } from '../kernel/json.ts'
import type { DocumentReader, Memory } from '../plugin.ts'
import { isDoubtful, isOfEarlier, metaTime } from './holder.ts'
import { Role } from './Role.ts'
import { User } from './User.ts'

/** Whose roles: the user who was made then, not whoever had the id before. */
export interface RoleHolder {
  readonly id: string
  /** As `meta.createdAt` says it. */
  readonly createdAt: string
}

export interface RoleCache {
  peek(user: RoleHolder): readonly JsonObject[] | undefined
  get(user: RoleHolder): Promise<readonly JsonObject[]>
}

const maxUsers = 20_000

export function createRoleCache(documents: DocumentReader, memory: Memory): RoleCache {
  const load = (key: string) => {
    const [id = '', createdAt = ''] = key.split(' ')
    return findRoles({ id, createdAt }, documents)
  }
  const byUser = memory.cache<readonly JsonObject[]>({ types: [Role.type], max: maxUsers, load })
  const toKey = ({ id, createdAt }: RoleHolder) => `${id} ${createdAt}`
  return {
    peek: (user) => byUser.peek(toKey(user)),
    get: async (user) => (await byUser.get(toKey(user))) ?? [],
  }
}

/** All roles of a user, however many. */
export async function findRoles(user: RoleHolder, documents: DocumentReader): Promise<readonly JsonObject[]> {
  const found = await documents.all(Role, [['user', `User/${user.id}`]])
  const roles = found.map(({ resource }) => ({ resource, writtenAt: metaTime(resource, 'lastUpdated') }))
  const createdAt = metaTime({ meta: { createdAt: user.createdAt } }, 'createdAt')
  const isOld = roles.some(({ writtenAt }) => isDoubtful(writtenAt, createdAt))
  const endedAt = isOld ? await documents.lastDeletion(User, user.id) : null
  return roles.flatMap(({ resource, writtenAt }) => (isOfEarlier(writtenAt, endedAt) ? [] : [resource]))
}
