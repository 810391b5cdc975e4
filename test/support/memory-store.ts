/** A store in memory for tests of the engine: the port's promises in the fewest lines. It looks into documents as JSON. */
import type { Records } from '../../src/engine/ports/records.ts'
import type {
  Change,
  Criterion,
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
import { parseJson, toJsonText } from '../../src/formats/json-text.ts'
import { isJsonObject, type JsonObject, type JsonValue } from '../../src/kernel/json.ts'
import { parseSearchPath } from '../../src/schema/search-path.ts'

/** `calls`: names of the methods in the order in which they were called. */
export interface MemoryStore extends Store {
  readonly calls: string[]
  /** Every version as it is kept, secrets included. */
  readonly versions: Version[]
  /** Runs before the next write, as another writer would. */
  beforeWrite?: () => void
}

const refuse = (): Promise<never> => Promise.reject(new Error('there are no records in memory'))
const noRecords: Records = {
  insert: refuse,
  find: refuse,
  use: refuse,
  extend: refuse,
  count: refuse,
  take: refuse,
  removeGroup: refuse,
  list: refuse,
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
    async read(type, id) {
      calls.push('read')
      return current(type, id) ?? null
    },
    async vread(type, id, versionId) {
      calls.push('vread')
      return versions.find((v) => v.type === type && v.id === id && v.versionId === versionId) ?? null
    },
    async write({ type, id, text, expect }: Write): Promise<WriteOutcome> {
      calls.push('write')
      const { beforeWrite } = store
      store.beforeWrite = undefined
      beforeWrite?.()
      const before = current(type, id)
      if (!holds(expect, before)) return { outcome: 'refused' }
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
      if (!holds(expect, before)) return { outcome: 'refused' }
      return { outcome: 'deleted', version: append({ type, id, status: 'deleted', text: before.text }) }
    },
    async history({ type, id, count, beforeVersionId, since }: HistoryPlan): Promise<SearchPage> {
      calls.push('history')
      const found = versions
        .filter((v) => v.type === type && (id === undefined || v.id === id))
        .filter((v) => beforeVersionId === undefined || Number(v.versionId) < Number(beforeVersionId))
        .filter((v) => since === undefined || v.lastUpdated >= since)
        .reverse()
      return { versions: found.slice(0, count), hasMore: found.length > count }
    },
    async search({ type, criteria, ids, count, afterId, withTotal }: SearchPlan): Promise<SearchPage> {
      calls.push('search')
      const all = [...new Set(versions.filter((v) => v.type === type).map((v) => v.id))].sort()
      const found = all
        .flatMap((id) => current(type, id) ?? [])
        .filter((v) => (ids?.includes(v.id) ?? true) && criteria.every((one) => matches(v, one)))
      const rest = found.filter((v) => afterId === undefined || v.id > afterId)
      const total = withTotal ? { total: found.length } : {}
      return { versions: rest.slice(0, count), hasMore: rest.length > count, ...total }
    },
    transaction: (work) => work({ store, records: noRecords }),
    watch(listener) {
      listeners.add(listener)
      return { isTrusted: () => true, stop: () => listeners.delete(listener) }
    },
  }
  return store
}

function holds(expect: Expectation, before: Version | undefined): boolean {
  if (expect.kind === 'absent') return before === undefined
  if (expect.kind === 'present') return before !== undefined
  return expect.kind === 'any' || before?.versionId === expect.versionId
}

/** Enough of search for the engine's tests: texts of the values found at the path. Storage has its own tests. */
function matches(version: Version, { parameter, modifier, values }: Criterion): boolean {
  const found = parseSearchPath(parameter.path, version.type).flatMap((steps) =>
    steps.reduce<JsonValue[]>(
      (nodes, { name }) => nodes.flatMap((node) => step(node, name)),
      [JSON.parse(version.text)],
    ),
  )
  const texts = found.flatMap((node) => (isJsonObject(node) ? Object.values(node) : [node])).map(String)
  const hit = values.some((value) => {
    if (value.kind === 'missing') return value.value === (texts.length === 0)
    if (value.kind === 'token') return texts.includes(value.code ?? value.system ?? '')
    if (value.kind === 'reference')
      return texts.some((text) => text === [value.type, value.id].filter(Boolean).join('/'))
    if (modifier === 'exact') return texts.includes(value.value)
    return texts.some((text) => text.toLowerCase().startsWith(value.value.toLowerCase()))
  })
  return modifier === 'not' ? !hit : hit
}

function step(node: JsonValue, name: string): JsonValue[] {
  const value = isJsonObject(node) ? node[name] : undefined
  return value === undefined ? [] : [value].flat()
}
