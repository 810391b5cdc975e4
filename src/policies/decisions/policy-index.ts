/** Compiled policies, indexed by how a request reaches them and by what they demand of it. */
import { isDoubtful, isOfEarlier, metaTime } from '../../directory/holder.ts'
import type { Caller } from '../../engine/ports/access.ts'
import type { JsonObject } from '../../kernel/json.ts'
import type { CompiledPolicy } from '../compile-policy.ts'
import type { Wanted } from './demands.ts'
import { createPolicyShelf, type PolicyShelf } from './policy-shelf.ts'

export interface PolicyIndex {
  /** Without link and role: for everybody. */
  readonly global: PolicyShelf
  /** By `User/ann`, `Client/web`, `Operation/FhirRead`. */
  readonly byLink: ReadonlyMap<string, PolicyShelf>
  /** By role name; only those without a link. */
  readonly byRole: ReadonlyMap<string, PolicyShelf>
  /** What reaches a caller, found once: the index is made anew with every change of a policy. */
  readonly reachOf: (caller: Caller | null) => Reach
}

/** How policies reach one caller. */
export interface Reach {
  readonly caller: Caller | null
  readonly roles: readonly string[]
  /** Its own links of which a policy was written before it was made: it may have been meant for an earlier one of its id. */
  readonly doubtful: readonly string[]
  /** Whether what is found depends on more than caller, operation, type and method. */
  readonly varies: boolean
  /** Applicable policies that were found before, by what was wanted; while no link is doubtful. */
  readonly found: Map<string, PolicyGroups>
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
  const shelves = toAllShelves(global, byLink, byRole)
  const known = new WeakMap<Caller, Reach>()
  const ofNobody = toReach(null, shelves)
  return {
    ...shelves,
    reachOf(caller) {
      if (caller === null) return ofNobody
      let reach = known.get(caller)
      if (reach === undefined) {
        reach = toReach(caller, shelves)
        known.set(caller, reach)
      }
      return reach
    },
  }
}

function push(index: Map<string, CompiledPolicy[]>, key: string, policy: CompiledPolicy): void {
  const known = index.get(key)
  if (known === undefined) index.set(key, [policy])
  else known.push(policy)
}

function toShelves(lists: Lists): ReadonlyMap<string, PolicyShelf> {
  return new Map([...lists].map(([key, policies]) => [key, createPolicyShelf(policies)]))
}

type Lists = ReadonlyMap<string, CompiledPolicy[]>

function toAllShelves(global: readonly CompiledPolicy[], links: Lists, roles: Lists): Shelves {
  const byLink = toShelves(links)
  const operations = [...byLink].flatMap(([link, shelf]) => (link.startsWith('Operation/') ? [shelf] : []))
  return { global: createPolicyShelf(global), byLink, byRole: toShelves(roles), operations }
}

interface Shelves extends Omit<PolicyIndex, 'reachOf'> {
  /** Those by the link of an operation. */
  readonly operations: readonly PolicyShelf[]
}

function toReach(caller: Caller | null, { global, byLink, byRole, operations }: Shelves): Reach {
  const { user, client } = caller ?? {}
  const isInDoubt = (link: string, createdAt: number | undefined) =>
    byLink.get(link)?.all.some(({ writtenAt }) => isDoubtful(writtenAt, createdAt)) === true
  const doubtful = [...linksOf('User', user), ...linksOf('Client', client)].filter((link) =>
    isInDoubt(link, madeAt(link.startsWith('User/') ? user : client)),
  )
  const roles = roleNames(caller)
  const reached = [...linksOf('User', user), ...linksOf('Client', client)].map((link) => byLink.get(link))
  const shelves = [global, ...reached, ...roles.map((role) => byRole.get(role)), ...operations]
  const varies = shelves.some((shelf) => shelf?.varies === true)
  return { caller, roles, doubtful, varies, found: new Map() }
}

function madeAt(resource: JsonObject | undefined): number | undefined {
  return resource && metaTime(resource, 'createdAt')
}

function linksOf(type: string, resource: JsonObject | undefined): readonly string[] {
  return typeof resource?.id === 'string' ? [`${type}/${resource.id}`] : []
}

/** By link: when the last earlier resource of its id was deleted. What was linked before that was linked to that one. */
export type EndedHolders = ReadonlyMap<string, number>

const nobody: EndedHolders = new Map()

/** `isAll`: also those that demand something else, as explanations tell them. */
export type Look = Wanted & { readonly isAll?: boolean }

/** Of one caller. */
const mostFound = 16

/** As `findApplicable`, of a caller of whose links none is doubtful: from memory where it was asked before. */
export function findKnown(index: PolicyIndex, reach: Reach, wanted: Wanted): PolicyGroups {
  if (reach.varies) return findApplicable(index, reach, wanted)
  const key = `${wanted.operation} ${wanted.type} ${wanted.method}`
  const before = reach.found.get(key)
  if (before !== undefined) return before
  const groups = findApplicable(index, reach, wanted)
  if (reach.found.size >= mostFound) reach.found.clear()
  reach.found.set(key, groups)
  return groups
}

/**
 * The policies to evaluate for a request, cheap ones first. One group; for a third-party client that acts for a user and has
 * policies of its own two: what the user may, and what the client may.
 */
export function findApplicable(index: PolicyIndex, reach: Reach, wanted: Look, ended = nobody): PolicyGroups {
  const take = (links: readonly string[], isByRole: boolean) =>
    collect({ index, reach, wanted, ended }, [`Operation/${wanted.operation}`, ...links], isByRole)
  const { user, client, actsForUserAlone = true } = reach.caller ?? {}
  const ofClient = linksOf('Client', client)
  if (user === undefined) return [take(ofClient, false)]
  const forUser = take(linksOf('User', user), true)
  if (actsForUserAlone || !ofClient.some((link) => index.byLink.has(link))) return [forUser]
  return [forUser, take(ofClient, false)]
}

interface Search {
  readonly index: PolicyIndex
  readonly reach: Reach
  readonly wanted: Look
  readonly ended: EndedHolders
}

/** Those for everybody, those that a link reaches, and those that a role alone does; each once. */
function collect(search: Search, links: readonly string[], isByRole: boolean): readonly CompiledPolicy[] {
  const { index, reach, wanted, ended } = search
  const take = (shelf: PolicyShelf | undefined) =>
    shelf === undefined ? [] : wanted.isAll === true ? shelf.all : shelf.find(wanted)
  const found = new Set(take(index.global))
  for (const link of links) {
    const endedAt = ended.get(link) ?? null
    for (const policy of take(index.byLink.get(link))) {
      if (isOfEarlier(policy.writtenAt, endedAt)) continue
      if (policy.roleName === undefined || reach.roles.includes(policy.roleName)) found.add(policy)
    }
  }
  for (const role of isByRole ? reach.roles : [])
    for (const policy of take(index.byRole.get(role))) found.add(policy)
  const policies = [...found]
  return policies.length < 2 ? policies : policies.sort((one, other) => one.cost - other.cost)
}

/** Roles are held by users: a client that acts for itself has none. */
function roleNames(caller: Caller | null): readonly string[] {
  if (caller === null || caller.user === undefined) return []
  return caller.roles.flatMap(({ name }) => (typeof name === 'string' ? [name] : []))
}
