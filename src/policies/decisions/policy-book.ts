/** All AccessPolicies, compiled and kept in memory. When one of them changes, here or on another node, one is compiled. */

import type { JsonObject } from '../../kernel/json.ts'
import type { Log } from '../../kernel/log.ts'
import { pause } from '../../kernel/pause.ts'
import type { DocumentOf, DocumentReader, Memory } from '../../plugin.ts'
import { type CompiledPolicy, compilePolicy } from '../compile-policy.ts'
import { AccessPolicy } from '../resources/AccessPolicy.ts'
import { createPolicyIndex, type PolicyIndex } from './policy-index.ts'

export interface PolicyBook {
  /** The policies as they are now: at once while the memory is fresh, otherwise read anew. */
  current(): PolicyIndex | Promise<PolicyIndex>
}

export interface PolicyBookParts {
  readonly documents: DocumentReader
  readonly memory: Memory
  readonly log: Log
  readonly compile?: typeof compilePolicy
  /** Lets the process do something else; the rest of the work comes after it. */
  readonly pause?: () => Promise<void>
}

/** What is made of one version of a policy. Null: it is not usable and does not grant. */
interface Page {
  readonly versionId: string
  readonly policy: CompiledPolicy | null
}

/** How long policies are compiled between two turns of the event loop. */
const sliceMs = 5

export function openPolicyBook(parts: PolicyBookParts): PolicyBook {
  // By id. A version never changes, so what was made of it needs no answer to staleness.
  let pages: ReadonlyMap<string, Page> = new Map()
  const index = parts.memory.single<PolicyIndex>({
    types: [AccessPolicy.type],
    async load() {
      const stored = await parts.documents.all(AccessPolicy)
      pages = await toPages(stored, pages, parts)
      return createPolicyIndex([...pages.values()].flatMap(({ policy }) => policy ?? []))
    },
  })
  return { current: () => index.peek() ?? index.get() }
}

async function toPages(
  stored: readonly DocumentOf<typeof AccessPolicy>[],
  known: ReadonlyMap<string, Page>,
  { log, compile = compilePolicy, pause: rest = pause }: PolicyBookParts,
): Promise<ReadonlyMap<string, Page>> {
  const pages = new Map<string, Page>()
  let startedAt = performance.now()
  for (const document of stored) {
    const { id, versionId } = document
    const before = known.get(id)
    if (before?.versionId === versionId) {
      pages.set(id, before)
      continue
    }
    if (performance.now() - startedAt >= sliceMs) {
      await rest()
      startedAt = performance.now()
    }
    pages.set(id, { versionId, policy: compileOrReport({ ...document.resource, id }, compile, log) })
  }
  return pages
}

/** A policy that was stored before a rule changed, or past the checks: it does not grant, and the log says so. */
function compileOrReport(
  resource: JsonObject & { readonly id: string },
  compile: typeof compilePolicy,
  log: Log,
): CompiledPolicy | null {
  const { policy, issues } = compile(resource)
  if (policy === null)
    log.error('access policy is not usable and does not grant', { policy: resource.id, issues })
  return policy
}
