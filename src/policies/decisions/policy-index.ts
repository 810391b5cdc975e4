/** Compiled policies, indexed by how a request reaches them. */
import { isOfEarlier } from '../../directory/holder.ts'
import type { Caller } from '../../engine/ports/access.ts'
import type { CompiledPolicy } from '../compile-policy.ts'

export interface PolicyIndex {
  /** Without link and role: for everybody. */
  readonly global: readonly CompiledPolicy[]
  /** By `User/ann`, `Client/web`, `Operation/FhirRead`. */
  readonly byLink: ReadonlyMap<string, readonly CompiledPolicy[]>
  /** By role name; only those without a link. */
  readonly byRole: ReadonlyMap<string, readonly CompiledPolicy[]>
}

/** Of each group one policy must grant. A policy may stand in several. */
export type PolicyGroups = readonly (readonly CompiledPolicy[])[]

export function createPolicyIndex(policies: readonly CompiledPolicy[]): PolicyIndex {
  const global: CompiledPolicy[] = []
  const byLink = new Map<string, CompiledPolicy[]>()
  const byRole = new Map<string, CompiledPolicy[]>()
  for (const policy of policies) {
    for (const link of new Set(policy.links)) push(byLink, link, policy)
    if (policy.links.length > 0) continue
    if (policy.roleName === undefined) global.push(policy)
    else push(byRole, policy.roleName, policy)
  }
  return { global, byLink, byRole }
}

function push(index: Map<string, CompiledPolicy[]>, key: string, policy: CompiledPolicy): void {
  const known = index.get(key)
  if (known === undefined) index.set(key, [policy])
  else known.push(policy)
}

/** By link: when the last earlier resource of its id was deleted. What was linked before that was linked to that one. */
export type EndedHolders = ReadonlyMap<string, number>

const nobody: EndedHolders = new Map()

/**
 * The policies to evaluate for a request, cheap ones first. One group; for a third-party client that acts for a user and has
 * policies of its own two: what the user may, and what the client may.
 */
export function findApplicable(
  index: PolicyIndex,
  caller: Caller | null,
  operationId: string,
  ended = nobody,
): PolicyGroups {
  const reach = { index, roles: roleNames(caller), ended }
  const operation = `Operation/${operationId}`
  const { user, client, actsForUserAlone = true } = caller ?? {}
  const ofClient = typeof client?.id === 'string' ? [`Client/${client.id}`] : []
  if (user === undefined) return [collect(reach, [operation, ...ofClient], false)]
  const ofUser = typeof user.id === 'string' ? [`User/${user.id}`] : []
  const forUser = collect(reach, [operation, ...ofUser], true)
  if (actsForUserAlone || !ofClient.some((link) => index.byLink.has(link))) return [forUser]
  return [forUser, collect(reach, [operation, ...ofClient], false)]
}

interface Reach {
  readonly index: PolicyIndex
  readonly roles: readonly string[]
  readonly ended: EndedHolders
}

/** Those for everybody, those that a link reaches, and those that a role alone does; each once. */
function collect(
  { index, roles, ended }: Reach,
  links: readonly string[],
  isByRole: boolean,
): readonly CompiledPolicy[] {
  const found = new Set(index.global)
  for (const link of links) {
    const endedAt = ended.get(link) ?? null
    for (const policy of index.byLink.get(link) ?? []) {
      if (isOfEarlier(policy.writtenAt, endedAt)) continue
      if (policy.roleName === undefined || roles.includes(policy.roleName)) found.add(policy)
    }
  }
  for (const role of isByRole ? roles : []) {
    for (const policy of index.byRole.get(role) ?? []) found.add(policy)
  }
  const policies = [...found]
  return policies.length < 2 ? policies : policies.sort((one, other) => one.cost - other.cost)
}

/** Roles are held by users: a client that acts for itself has none. */
function roleNames(caller: Caller | null): readonly string[] {
  if (caller === null || caller.user === undefined) return []
  return caller.roles.flatMap(({ name }) => (typeof name === 'string' ? [name] : []))
}
