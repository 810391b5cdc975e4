/** The documents service over a store of its own, with rules and listeners of the test. */
import { createOperator } from '../../src/engine/operator.ts'
import type { Documents } from '../../src/engine/ports/documents.ts'
import type { Secrets } from '../../src/engine/ports/secrets.ts'
import type { Store } from '../../src/engine/ports/store.ts'
import type { WriteRule, Written } from '../../src/engine/ports/writes.ts'
import { parseCondition } from '../../src/engine/search/parse-condition.ts'
import { createDocuments } from '../../src/host/documents.ts'
import { createMemory, type Memory } from '../../src/host/memory.ts'
import { systemClock } from '../../src/kernel/clock.ts'
import { silentLog } from '../../src/kernel/log.ts'
import { systemRandom } from '../../src/kernel/random.ts'
import { createRegistry } from '../../src/schema/create-registry.ts'
import type { ResourceDefinition } from '../../src/schema/resource-definition.ts'
import type { OpenStore } from '../../src/storage/open-store.ts'
import { openTestStore } from './open-test-store.ts'

export interface DocumentsFixture extends OpenStore {
  readonly documents: Documents
  readonly memory: Memory
  readonly written: Written[]
  /** Names of the store's methods, in the order in which the documents service and its engine called them. */
  readonly calls: string[]
  /** How often something was hashed. */
  readonly hashes: { count: number }
  /** Runs before the next write, as another writer would. */
  beforeWrite?: () => Promise<unknown>
}

const baseUrl = 'http://fire.test'

export interface DocumentsFixtureOptions {
  readonly types: readonly ResourceDefinition[]
  readonly watchedTypes?: readonly string[]
  readonly watchedRecordKinds?: readonly string[]
  /** By type. */
  readonly rules?: Readonly<Record<string, WriteRule>>
}

export async function openDocuments(options: DocumentsFixtureOptions): Promise<DocumentsFixture> {
  const registry = createRegistry(options.types)
  const watchedTypes = options.watchedTypes ?? options.types.map(({ type }) => type)
  const { watchedRecordKinds, rules = {} } = options
  const opened = await openTestStore(registry.types, { watchedTypes, watchedRecordKinds })
  const fixture = { calls: [] as string[], written: [] as Written[], hashes: { count: 0 } }
  const all: DocumentsFixture = { ...opened, ...fixture, documents: {} as Documents, memory: {} as Memory }
  const store = toObserved(opened.store, all)
  const memory = createMemory(store)
  const engine = createOperator({
    ...{ registry, store, records: opened.records, baseUrl },
    ...{ log: silentLog, clock: systemClock, random: systemRandom },
    secrets: toCounted(fixture.hashes),
    rules: new Map(Object.entries(rules).map(([type, rule]) => [type, [rule]])),
    listeners: [async (one) => void fixture.written.push(one)],
  })
  const documents = createDocuments({
    ...{ engine, memory, registry, store, watchedTypes: new Set(watchedTypes) },
    parseWhere: (type, query) => ({
      where: parseCondition(type, query, { baseUrl, now: systemClock.now() }),
    }),
  })
  return Object.assign(all, { documents, memory })
}

function toObserved(store: Store, fixture: DocumentsFixture): Store {
  const interrupt = async () => {
    const { beforeWrite } = fixture
    fixture.beforeWrite = undefined
    await beforeWrite?.()
  }
  return {
    ...store,
    read: (...read) => {
      fixture.calls.push('read')
      return store.read(...read)
    },
    search: (plan) => {
      fixture.calls.push('search')
      return store.search(plan)
    },
    async write(write) {
      await interrupt()
      fixture.calls.push('write')
      return store.write(write)
    },
    // A transaction has a store of its own, and the other writer must not wait for its end.
    async transaction(work) {
      await interrupt()
      return store.transaction(work)
    },
  }
}

/** `hash(x)`: enough to see that a value was hashed. */
function toCounted(hashes: { count: number }): Secrets {
  return {
    async hash(plain) {
      hashes.count += 1
      return `hash(${plain})`
    },
    verify: async (hash, plain) => hash === `hash(${plain})`,
  }
}
