/** The roles that users hold, in memory until any Role changes. */
import { fieldIs } from '../engine/ports/condition.ts'
import { parseVersion, type Store } from '../engine/ports/store.ts'
import type { JsonObject } from '../kernel/json.ts'

export interface RoleCache {
  peek(userId: string): readonly JsonObject[] | undefined
  get(userId: string): Promise<readonly JsonObject[]>
  stop(): void
}

const maxUsers = 20_000
const maxRoles = 1000

export function createRoleCache(store: Store): RoleCache {
  const byUser = new Map<string, readonly JsonObject[]>()
  let epoch = 0
  const watch = store.watch((change) => {
    if (change !== null && change.type !== 'Role') return
    epoch += 1
    byUser.clear()
  })
  const peek = (userId: string) => (watch.isTrusted() ? byUser.get(userId) : undefined)
  return {
    peek,
    async get(userId) {
      const known = peek(userId)
      if (known) return known
      const before = epoch
      const roles = await loadRoles(store, userId)
      if (before === epoch && watch.isTrusted()) {
        if (byUser.size >= maxUsers) byUser.delete(byUser.keys().next().value as string)
        byUser.set(userId, roles)
      }
      return roles
    },
    stop: () => watch.stop(),
  }
}

async function loadRoles(store: Store, userId: string): Promise<readonly JsonObject[]> {
  const page = await store.search({
    type: 'Role',
    where: fieldIs('user.reference', `User/${userId}`),
    count: maxRoles,
    withTotal: false,
  })
  return page.versions.map(parseVersion)
}
