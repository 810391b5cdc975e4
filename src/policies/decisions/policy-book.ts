/** All AccessPolicies, compiled and kept in memory until one of them changes, here or on another node. */
import { everything } from '../../engine/ports/condition.ts'
import { parseVersion, type SearchPage, type Store } from '../../engine/ports/store.ts'
import type { JsonObject } from '../../kernel/json.ts'
import type { Log } from '../../kernel/log.ts'
import { type CompiledPolicy, compilePolicy } from '../compile-policy.ts'
import { createPolicyIndex, type PolicyIndex } from './policy-index.ts'

const type = 'AccessPolicy'
const pageSize = 500

export interface PolicyBook {
  /** The policies as they are now: at once while the memory is fresh, otherwise read anew. */
  current(): PolicyIndex | Promise<PolicyIndex>
  stop(): void
}

export interface PolicyBookParts {
  readonly store: Store
  readonly log: Log
}

/**
 * Each change raises the generation. A load that began in an earlier one is neither kept nor lent to requests that
 * came after the change. While changes of other nodes may be missed, every request reads for itself.
 */
export function openPolicyBook({ store, log }: PolicyBookParts): PolicyBook {
  let generation = 0
  let kept: PolicyIndex | undefined
  let loading: Promise<PolicyIndex> | undefined
  const watch = store.watch((change) => {
    if (change !== null && change.type !== type) return
    generation += 1
    kept = undefined
    loading = undefined
  })

  const load = (): Promise<PolicyIndex> => {
    const startedIn = generation
    const startedTrusted = watch.isTrusted()
    const index = readPolicies(store, log).then((policies) => {
      const fresh = createPolicyIndex(policies)
      if (startedTrusted && watch.isTrusted() && startedIn === generation) kept = fresh
      return fresh
    })
    if (startedTrusted) {
      loading = index
      const forget = () => {
        if (loading === index) loading = undefined
      }
      index.then(forget, forget)
    }
    return index
  }

  return {
    current() {
      if (!watch.isTrusted()) {
        kept = undefined
        loading = undefined
        return load()
      }
      return kept ?? loading ?? load()
    },
    stop: () => watch.stop(),
  }
}

async function readPolicies(store: Store, log: Log): Promise<readonly CompiledPolicy[]> {
  const policies: CompiledPolicy[] = []
  let afterId: string | undefined
  for (;;) {
    const page: SearchPage = await store.search({
      type,
      where: everything,
      count: pageSize,
      afterId,
      withTotal: false,
    })
    for (const version of page.versions) {
      const policy = compileOrReport(parseVersion(version), version.id, log)
      if (policy !== null) policies.push(policy)
    }
    afterId = page.versions.at(-1)?.id
    if (!page.hasMore || afterId === undefined) return policies
  }
}

/** A policy that was stored before a rule changed, or past the checks: it does not grant, and the log says so. */
function compileOrReport(resource: JsonObject, id: string, log: Log): CompiledPolicy | null {
  const { policy, issues } = compilePolicy({ ...resource, id })
  if (policy === null) log.error('access policy is not usable and does not grant', { policy: id, issues })
  return policy
}
