/**
 * Clients, users and sessions in memory. An entry is dropped when its resource changes here or on another node; while
 * changes of other nodes could be missed, nothing is kept and every question goes to the store.
 */
import type { Store, Watch } from '../../engine/ports/store.ts'
import { isJsonObject, type JsonObject } from '../../kernel/json.ts'
import type { Registry } from '../../schema/registry.ts'

export interface CachedDocument {
  readonly type: string
  readonly id: string
  readonly versionId: string
  /** The resource without its secrets: safe to show to policies and callers. */
  readonly document: JsonObject
  /** Hashes of the secrets by field name. Never leaves the auth plug-in. */
  readonly secrets: Readonly<Record<string, string>>
}

export interface DocumentCache {
  /** The cached document, undefined when it has to be read. Costs one look-up. */
  peek(type: string, id: string): CachedDocument | undefined
  /** The current document, null when there is none. */
  get(type: string, id: string): Promise<CachedDocument | null>
  stop(): void
}

/** When the resource was made; another one of the same id has another time. */
export function createdAt({ document: { meta } }: CachedDocument): string {
  return isJsonObject(meta) ? String(meta.createdAt) : ''
}

const maxEntries = 20_000

export function createDocumentCache(store: Store, registry: Registry): DocumentCache {
  const entries = new Map<string, CachedDocument>()
  // A read that began before a change of its document must not be kept after it.
  const reads = new Map<string, { isStale: boolean }>()
  const watch: Watch = store.watch((change) => {
    if (change === null) {
      entries.clear()
      for (const read of reads.values()) read.isStale = true
      return
    }
    const key = `${change.type}/${change.id}`
    entries.delete(key)
    const read = reads.get(key)
    if (read) read.isStale = true
  })

  async function load(type: string, id: string, key: string): Promise<CachedDocument | null> {
    const read = { isStale: false }
    // Of two reads at once only the later is marked, so only the later may be kept.
    reads.set(key, read)
    try {
      const version = await store.read(type, id)
      if (version === null) return null
      const entry = toCachedDocument(registry, version)
      if (!read.isStale && reads.get(key) === read && watch.isTrusted()) {
        if (entries.size >= maxEntries) entries.delete(entries.keys().next().value as string)
        entries.set(key, entry)
      }
      return entry
    } finally {
      if (reads.get(key) === read) reads.delete(key)
    }
  }

  return {
    peek(type, id) {
      return watch.isTrusted() ? entries.get(`${type}/${id}`) : undefined
    },
    async get(type, id) {
      const key = `${type}/${id}`
      const cached = watch.isTrusted() ? entries.get(key) : undefined
      return cached ?? (await load(type, id, key))
    },
    stop: () => watch.stop(),
  }
}

function toCachedDocument(
  registry: Registry,
  version: { type: string; id: string; versionId: string; text: string },
): CachedDocument {
  const document = JSON.parse(version.text) as JsonObject
  const secrets: Record<string, string> = {}
  for (const path of registry.get(version.type)?.secretPaths ?? []) {
    const value = takeAt(document, path)
    if (typeof value === 'string') secrets[path.join('.')] = value
  }
  return { type: version.type, id: version.id, versionId: version.versionId, document, secrets }
}

function takeAt(document: JsonObject, path: readonly string[]): unknown {
  let parent: JsonObject = document
  for (const name of path.slice(0, -1)) {
    const next = parent[name]
    if (typeof next !== 'object' || next === null || Array.isArray(next)) return undefined
    parent = next
  }
  const last = path[path.length - 1] as string
  const value = parent[last]
  delete parent[last]
  return value
}
