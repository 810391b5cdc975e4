/** Which links of policies are the caller's own: those to an earlier resource of the same id are not. */
import { isOfEarlier } from '../../directory/holder.ts'
import type { Caller } from '../../engine/ports/access.ts'
import type { Log } from '../../kernel/log.ts'
import type { DocumentReader, Memory } from '../../plugin.ts'
import type { CompiledPolicy } from '../compile-policy.ts'
import {
  type EndedHolders,
  findApplicable,
  findKnown,
  type Look,
  type PolicyGroups,
  type PolicyIndex,
} from './policy-index.ts'

export type FindOwn = (
  index: PolicyIndex,
  caller: Caller | null,
  wanted: Look,
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
  return (index, caller, wanted) => {
    const reach = index.reachOf(caller)
    const links = reach.doubtful
    if (links.length === 0)
      return wanted.isAll === true ? findApplicable(index, reach, wanted) : findKnown(index, reach, wanted)
    const finish = (found: readonly (readonly [string, Ended])[]) => {
      const ended: EndedHolders = new Map(found.map(([link, { at }]) => [link, at]))
      for (const [link, at] of ended)
        for (const policy of index.byLink.get(link)?.all ?? [])
          if (isOfEarlier(policy.writtenAt, at)) warn(policy, link)
      return findApplicable(index, reach, wanted, ended)
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
