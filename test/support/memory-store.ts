/** A store in memory for tests of the engine: the port's promises in the fewest lines. It looks into documents as JSON. */
import type { Condition } from '../../src/engine/ports/condition.ts'
import type {
  Change,
  DeleteOutcome,
  Expectation,
  HistoryPlan,
  SearchPage,
  SearchPlan,
  Store,
  Version,
  Write,
  WriteOutcome,
} from '../../src/engine/ports/store.ts'
import { holds } from '../../src/engine/search/holds.ts'
import { parseJson, toJsonText } from '../../src/formats/json-text.ts'
import type { JsonObject } from '../../src/kernel/json.ts'

/** `calls`: names of the methods in the order in which they were called. */
export interface MemoryStore extends Store {
  readonly calls: string[]
  /** Every version as it is kept, secrets included. */
  readonly versions: Version[]
  /** Runs before the next write, as another writer would. */
  beforeWrite?: () => void
}

export function createMemoryStore(now: () => number = Date.now): MemoryStore {
  const versions: Version[] = []
  const calls: string[] = []
  const listeners = new Set<(change: Change | null) => void>()
  const latest = (type: string, id: string) => versions.findLast((v) => v.type === type && v.id === id)
  const current = (type: string, id: string) => {
    const version = latest(type, id)
    return version?.status === 'deleted' ? undefined : version
  }
  const append = (version: Omit<Version, 'versionId' | 'lastUpdated'>): Version => {
    const stamped = { ...version, versionId: String(versions.length + 1), lastUpdated: now() }
    versions.push(stamped)
    for (const listener of listeners) listener({ type: stamped.type, id: stamped.id })
    return stamped
  }
  const store: MemoryStore = {
    calls,
    versions,
    async read(type, id, rows) {
      calls.push('read')
      return only(rows, current(type, id))
    },
    async vread(type, id, versionId, rows) {
      calls.push('vread')
      return only(
        rows,
        versions.find((v) => v.type === type && v.id === id && v.versionId === versionId),
      )
    },
    async write({ type, id, text, expect }: Write): Promise<WriteOutcome> {
      calls.push('write')
      const { beforeWrite } = store
      store.beforeWrite = undefined
      beforeWrite?.()
      const before = current(type, id)
      if (!isExpected(expect, before)) return { outcome: 'refused' }
      const outcome = before === undefined ? 'created' : 'updated'
      const document = parseJson(text) as JsonObject
      const versionId = String(versions.length + 1)
      const meta = { ...(document.meta as JsonObject), versionId, lastUpdated: new Date(now()).toISOString() }
      const stamped = toJsonText({ ...document, meta })
      return { outcome, version: append({ type, id, status: outcome, text: stamped }) }
    },
    async remove(type, id, expect): Promise<DeleteOutcome> {
      calls.push('remove')
      const before = current(type, id)
      if (before === undefined) return { outcome: 'absent' }
      if (!isExpected(expect, before)) return { outcome: 'refused' }
      return { outcome: 'deleted', version: append({ type, id, status: 'deleted', text: before.text }) }
    },
    async history({ type, id, count, beforeVersionId, since, rows }: HistoryPlan): Promise<SearchPage> {
      calls.push('history')
      const found = versions
        .filter((v) => v.type === type && (id === undefined || v.id === id))
        .filter((v) => beforeVersionId === undefined || Number(v.versionId) < Number(beforeVersionId))
        .filter((v) => since === undefined || v.lastUpdated >= since)
        .filter((v) => only(rows, v) !== null)
        .reverse()
      return { versions: found.slice(0, count), hasMore: found.length > count }
    },
    async search({ type, where, count, afterId, withTotal }: SearchPlan): Promise<SearchPage> {
      calls.push('search')
      const all = [...new Set(versions.filter((v) => v.type === type).map((v) => v.id))].sort()
      const found = all.flatMap((id) => only(where, current(type, id)) ?? [])
      const rest = found.filter((v) => afterId === undefined || v.id > afterId)
      const total = withTotal ? { total: found.length } : {}
      return { versions: rest.slice(0, count), hasMore: rest.length > count, ...total }
    },
    transaction: (work) => work(store),
    watch(listener) {
      listeners.add(listener)
      return { isTrusted: () => true, stop: () => listeners.delete(listener) }
    },
  }
  return store
}

function isExpected(expect: Expectation, before: Version | undefined): boolean {
  if (expect.kind === 'absent') return before === undefined
  if (expect.kind === 'present') return before !== undefined
  return expect.kind === 'any' || before?.versionId === expect.versionId
}

function only(rows: Condition | undefined, version: Version | undefined): Version | null {
  if (version === undefined) return null
  return rows === undefined || holds(rows, parseJson(version.text) as JsonObject) ? version : null
}
