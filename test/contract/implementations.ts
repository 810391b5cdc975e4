/** The databases that every contract suite runs on, and what a suite needs around them. */
import { after, before, describe } from 'node:test'
import type { Condition } from '../../src/engine/ports/condition.ts'
import type { SearchParameter } from '../../src/schema/resource-definition.ts'
import type { OpenStore, StorableType } from '../../src/storage/open-store.ts'
import {
  openPgliteTestStore,
  openPostgresTestStore,
  type TestStoreOptions,
  testDatabaseUrl,
} from '../support/open-test-store.ts'

export interface StoredTypeOptions {
  readonly history?: boolean
  readonly search?: readonly SearchParameter[]
}

/** As `_id` of a search. */
export function idIs(...values: string[]): Condition {
  return { kind: 'compare', path: [[{ name: 'id' }]], test: { kind: 'equals', values } }
}

/** As much of a resource type as storage looks at. */
export function storedType(type: string, options: StoredTypeOptions = {}): StorableType {
  return {
    type,
    table: type.toLowerCase(),
    history: options.history ?? true,
    search: new Map((options.search ?? []).map((parameter) => [parameter.name, parameter])),
  }
}

export const skipPostgres = testDatabaseUrl ? false : 'TEST_DATABASE_URL is not set'

const implementations = [
  { name: 'PGlite', open: openPgliteTestStore, skip: false as const },
  { name: 'PostgreSQL', open: openPostgresTestStore, skip: skipPostgres },
]

/** For a machine that has much else to do. */
const slow = { timeout: 30_000 }

/** Runs the suite once per database, each on a fresh store that `opened` gives. */
export function describeOnEach(
  title: string,
  types: readonly StorableType[],
  options: TestStoreOptions,
  suite: (opened: () => OpenStore) => void,
): void {
  for (const { name, open, skip } of implementations) {
    describe(`${title} on ${name}`, { skip }, () => {
      let store: OpenStore
      before(async () => {
        if (!skip) store = await open(types, options)
      }, slow)
      after(async () => {
        if (!skip) await store.close()
      }, slow)
      suite(() => store)
    })
  }
}
