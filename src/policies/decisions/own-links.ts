/** Which links of policies are the caller's own: those to an earlier resource of the same id are not. */
import { isDoubtful, isOfEarlier, metaTime } from '../../directory/holder.ts'
import type { Caller } from '../../engine/ports/access.ts'
import type { JsonObject } from '../../kernel/json.ts'
import type { Log } from '../../kernel/log.ts'
import type { DocumentReader, Memory } from '../../plugin.ts'
import type { CompiledPolicy } from '../compile-policy.ts'
import { type EndedHolders, findApplicable, type PolicyGroups, type PolicyIndex } from './policy-index.ts'

export type FindOwn = (
  index: PolicyIndex,
  caller: Caller | null,
  operationId: string,
) => PolicyGroups | Promise<PolicyGroups>

export interface OwnLinksParts {
  readonly documents: Pick<DocumentReader, 'lastDeletion'>
  readonly memory: Memory
  readonly log: Log
}

interface Ended {
  /** 0: there was no earlier one. */
  readonly at: number
}

const maxKept = 10_000
const types = ['User', 'Client']

/** The applicable policies, at once unless a policy is older than its holder and the history has to say why. */
export function createFindOwn({ documents, memory, log }: OwnLinksParts): FindOwn {
  const ends = memory.cache<Ended>({
    ...{ types, max: maxKept, belongsTo: (link) => [link] },
    async load(link) {
      const [type = '', id = ''] = link.split('/')
      return { at: (await documents.lastDeletion({ type }, id)) ?? 0 }
    },
  })
  const warn = createWarnOnce(log)
  return (index, caller, operationId) => {
    const links = findDoubtfulLinks(index, caller)
    if (links.length === 0) return findApplicable(index, caller, operationId)
    const finish = (found: readonly (readonly [string, Ended])[]) => {
      const ended: EndedHolders = new Map(found.map(([link, { at }]) => [link, at]))
      for (const [link, at] of ended)
        for (const policy of index.byLink.get(link) ?? [])
          if (isOfEarlier(policy.writtenAt, at)) warn(policy, link)
      return findApplicable(index, caller, operationId, ended)
    }
    const known = links.flatMap((link) => {
      const end = ends.peek(link)
      return end === undefined ? [] : [[link, end] as const]
    })
    if (known.length === links.length) return finish(known)
    const load = async (link: string) => [link, (await ends.get(link)) ?? { at: 0 }] as const
    return Promise.all(links.map(load)).then(finish)
  }
}

function findDoubtfulLinks({ byLink }: PolicyIndex, caller: Caller | null): readonly string[] {
  const { user, client } = caller ?? {}
  const holders = [['User', user] as const, ['Client', client] as const]
  return holders.flatMap(([type, resource]) => {
    const link = `${type}/${resource?.id}`
    const policies = resource === undefined ? undefined : byLink.get(link)
    if (resource === undefined || policies === undefined) return []
    const createdAt = madeAt(resource)
    return policies.some(({ writtenAt }) => isDoubtful(writtenAt, createdAt)) ? [link] : []
  })
}

const known = new WeakMap<JsonObject, { readonly at: number | undefined }>()

/** Documents of callers stay the same objects while they do not change. */
function madeAt(resource: JsonObject): number | undefined {
  let made = known.get(resource)
  if (made === undefined) {
    made = { at: metaTime(resource, 'createdAt') }
    known.set(resource, made)
  }
  return made.at
}

/** A person who lost a right by it finds no other trace of the reason. */
function createWarnOnce(log: Log) {
  const warned = new WeakSet<CompiledPolicy>()
  return (policy: CompiledPolicy, link: string): void => {
    if (warned.has(policy)) return
    warned.add(policy)
    const message =
      'an access policy is linked to an earlier resource of this id: write it again if it is meant for this one'
    log.warn(message, { policy: policy.id, link })
  }
}
