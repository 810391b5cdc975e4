/** A store that tells a test what it was asked. */
import type { SearchPlan, Store } from '../../src/engine/ports/store.ts'

interface Observations {
  /** Names of the methods in the order in which they were called, those inside transactions included. */
  readonly calls: string[]
  readonly plans: SearchPlan[]
  /** Nested ones included. */
  transactions: number
  /** Runs before the next write, or before the transaction that it is in, as another writer would. */
  beforeWrite?: () => Promise<unknown>
}

export type ObservedStore = Store & Observations

export function observeStore(store: Store): ObservedStore {
  const seen: Observations = { calls: [], plans: [], transactions: 0 }
  return Object.assign(seen, observe(store, seen))
}

function observe(store: Store, seen: Observations): Store {
  const { calls, plans } = seen
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
      await letOtherWrite(seen)
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
    async transaction(work) {
      seen.transactions += 1
      await letOtherWrite(seen)
      return await store.transaction((unit) => work({ ...unit, store: observe(unit.store, seen) }))
    },
  }
}

async function letOtherWrite(seen: Observations): Promise<void> {
  const { beforeWrite } = seen
  seen.beforeWrite = undefined
  await beforeWrite?.()
}
