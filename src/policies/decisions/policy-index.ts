/** Compiled policies, indexed by how a request reaches them. */
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

/** The policies to evaluate for a request, each once, cheap ones first. */
export function findApplicable(
  index: PolicyIndex,
  caller: Caller | null,
  operationId: string,
): readonly CompiledPolicy[] {
  const roles = roleNames(caller)
  const found = new Set(index.global)
  for (const link of reachableLinks(caller, operationId)) {
    for (const policy of index.byLink.get(link) ?? []) {
      if (policy.roleName === undefined || roles.includes(policy.roleName)) found.add(policy)
    }
  }
  for (const role of roles) {
    for (const policy of index.byRole.get(role) ?? []) found.add(policy)
  }
  const policies = [...found]
  return policies.length < 2 ? policies : policies.sort((one, other) => one.rule.cost - other.rule.cost)
}

/**
 * The links that reach a policy. A first-party client acts as its user and for nobody else, so its own policies stay
 * out of its users' requests; without a user the client acts for itself.
 */
export function reachableLinks(caller: Caller | null, operationId: string): readonly string[] {
  const links = [`Operation/${operationId}`]
  if (caller === null) return links
  const { user, client, actsForUserAlone } = caller
  if (typeof user?.id === 'string') links.push(`User/${user.id}`)
  const isClientHeard = user === undefined || !actsForUserAlone
  if (isClientHeard && typeof client?.id === 'string') links.push(`Client/${client.id}`)
  return links
}

/** Roles are held by users: a client that acts for itself has none. */
function roleNames(caller: Caller | null): readonly string[] {
  if (caller === null || caller.user === undefined) return []
  return caller.roles.flatMap(({ name }) => (typeof name === 'string' ? [name] : []))
}
