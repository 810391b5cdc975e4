/** A store that tells a test what it was asked. */
import type { SearchPlan, Store } from '../../src/engine/ports/store.ts'

export interface ObservedStore extends Store {
  /** Names of the methods in the order in which they were called, those inside transactions included. */
  readonly calls: string[]
  readonly plans: SearchPlan[]
  transactions: number
  /** Runs before the next write, as another writer would. */
  beforeWrite?: () => Promise<unknown>
}

export function observeStore(store: Store): ObservedStore {
  const observed: ObservedStore = {
    ...store,
    calls: [],
    plans: [],
    transactions: 0,
    async transaction(work) {
      observed.transactions += 1
      return await store.transaction((unit) => work({ ...unit, store: observe(unit.store, observed) }))
    },
  }
  return Object.assign(observed, observe(store, observed), { transaction: observed.transaction })
}

function observe(store: Store, observed: ObservedStore): Store {
  const { calls, plans } = observed
  return {
    ...store,
    read(...asked) {
      calls.push('read')
      return store.read(...asked)
    },
    vread(...asked) {
      calls.push('vread')
      return store.vread(...asked)
    },
    async write(write) {
      calls.push('write')
      const { beforeWrite } = observed
      observed.beforeWrite = undefined
      await beforeWrite?.()
      return await store.write(write)
    },
    remove(...asked) {
      calls.push('remove')
      return store.remove(...asked)
    },
    history(plan) {
      calls.push('history')
      return store.history(plan)
    },
    search(plan) {
      calls.push('search')
      plans.push(plan)
      return store.search(plan)
    },
  }
}
