/**
 * What is kept in memory of the store, with one answer to staleness: an entry belongs to changes and ends with the first
 * of them, here or on another node; what was being loaded meanwhile is neither kept nor lent; and while changes of other
 * nodes may be missed nothing is kept at all.
 */
import { LRUCache } from 'lru-cache'
import type { Change, Store } from '../engine/ports/store.ts'

export interface Memory {
  cache<V extends object>(options: CacheOptions<V>): Cache<V>
  /** One value that is made of many resources or records, such as all policies. */
  single<V extends object>(options: SingleOptions<V>): Single<V>
  /** For what is made of several entries: as long as the number is the same, none of these types has changed. */
  epoch(types: readonly string[]): Epoch
  stop(): void
}

/** Undefined: changes may be missed, and nothing that was made may be trusted. */
export type Epoch = () => number | undefined

export interface SingleOptions<V> {
  /** Types whose changes end it: of resources that are watched, or `record:<kind>`. */
  readonly types: readonly string[]
  readonly load: () => Promise<V>
}

export interface CacheOptions<V> {
  /** Types whose changes may end entries: of resources that are watched, or `record:<kind>`. */
  readonly types: readonly string[]
  /** Entries at most; the one that was not asked for the longest goes first. */
  readonly max: number
  /** Null: there is nothing, which is not kept. */
  readonly load: (key: string) => Promise<V | null>
  /** The changes that end an entry, as `Type/id`. Left out: any change of the types ends all entries. */
  readonly belongsTo?: (key: string, value: V) => readonly string[]
}

export interface Cache<V> {
  /** What is kept and fresh; undefined when it has to be loaded. Costs one look-up. */
  peek(key: string): V | undefined
  get(key: string): Promise<V | null>
}

export interface Single<V> {
  peek(): V | undefined
  get(): Promise<V>
}

type IsTrusted = () => boolean
type Listener = (change: Change | null) => void

export function createMemory(store: Pick<Store, 'watch'>): Memory {
  const listeners: Listener[] = []
  const watch = store.watch((change) => {
    for (const listener of listeners) listener(change)
  })
  const cache = <V extends object>(options: CacheOptions<V>): Cache<V> => {
    const { listener, ...made } = createCache(options, watch.isTrusted)
    listeners.push(listener)
    return made
  }
  return {
    cache,
    single({ types, load }) {
      const only = cache({ types, max: 1, load: async () => ({ value: await load() }) })
      return {
        peek: () => only.peek('')?.value,
        get: async () => ((await only.get('')) ?? { value: await load() }).value,
      }
    },
    epoch(types) {
      const { listener, ...made } = createEpoch(types, watch.isTrusted)
      listeners.push(listener)
      return made.now
    },
    stop: () => watch.stop(),
  }
}

function createEpoch(types: readonly string[], isTrusted: IsTrusted) {
  const concerns = new Set(types)
  let number = 0
  return {
    now: () => (isTrusted() ? number : undefined),
    listener(change: Change | null) {
      if (change === null || concerns.has(change.type)) number += 1
    },
  }
}

/** A load under way, and the changes that came since it began. */
interface Load<V> {
  readonly promise: Promise<V | null>
  readonly missed: ReadonlySet<string>
}

interface Entry<V> {
  readonly value: V
  readonly sources: readonly string[]
}

/** Stands for a change of everything. */
const anything = '*'

function createCache<V extends object>(
  { types, max, load, belongsTo }: CacheOptions<V>,
  isTrusted: IsTrusted,
): Cache<V> & { readonly listener: Listener } {
  const concerns = new Set(types)
  const bySource = createSources()
  const entries = new LRUCache<string, Entry<V>>({
    max,
    dispose: ({ sources }, key) => bySource.remove(sources, key),
  })
  // Of several loads of one key the latest is lent; all of them have to hear of changes.
  const lent = new Map<string, Load<V>>()
  const underWay = new Set<Set<string>>()

  // Clearing takes as long as the cache could be full.
  const forgetAll = () => {
    if (entries.size > 0) entries.clear()
  }
  const peek = (key: string): V | undefined => {
    if (isTrusted()) return entries.get(key)?.value
    forgetAll()
    return undefined
  }

  function keep(key: string, value: V, missed: ReadonlySet<string>): void {
    const sources = belongsTo?.(key, value) ?? []
    if (missed.has(anything) || sources.some((source) => missed.has(source))) return
    entries.set(key, { value, sources })
    bySource.add(sources, key)
  }

  async function loadNow(key: string, missed: ReadonlySet<string>): Promise<V | null> {
    const wasTrusted = isTrusted()
    const value = await load(key)
    if (value !== null && wasTrusted && isTrusted()) keep(key, value, missed)
    return value
  }

  function start(key: string): Promise<V | null> {
    const missed = new Set<string>()
    underWay.add(missed)
    const promise = loadNow(key, missed)
    if (isTrusted()) lent.set(key, { promise, missed })
    const end = () => {
      underWay.delete(missed)
      if (lent.get(key)?.promise === promise) lent.delete(key)
    }
    promise.then(end, end)
    return promise
  }

  return {
    peek,
    get(key) {
      const kept = peek(key)
      if (kept !== undefined) return Promise.resolve(kept)
      const other = isTrusted() ? lent.get(key) : undefined
      return other?.missed.size === 0 ? other.promise : start(key)
    },
    listener(change) {
      if (change !== null && !concerns.has(change.type)) return
      const source = change === null || belongsTo === undefined ? anything : `${change.type}/${change.id}`
      for (const missed of underWay) missed.add(source)
      if (source === anything) forgetAll()
      else for (const key of bySource.keysOf(source)) entries.delete(key)
    },
  }
}

/** The keys of the entries that each change ends. */
function createSources() {
  const keys = new Map<string, Set<string>>()
  return {
    keysOf: (source: string): readonly string[] => [...(keys.get(source) ?? [])],
    add(sources: readonly string[], key: string): void {
      for (const source of sources) {
        const known = keys.get(source)
        if (known === undefined) keys.set(source, new Set([key]))
        else known.add(key)
      }
    },
    remove(sources: readonly string[], key: string): void {
      for (const source of sources) {
        const known = keys.get(source)
        known?.delete(key)
        if (known?.size === 0) keys.delete(source)
      }
    },
  }
}
