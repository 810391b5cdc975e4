/** Changes as a store tells them, told by a test. */
import type { Change, Store } from '../../src/engine/ports/store.ts'

export interface FakeWatch extends Pick<Store, 'watch'> {
  trusted: boolean
  tell(type: string, id: string): void
  /** Changes may have been missed. */
  gap(): void
}

export function createFakeWatch(): FakeWatch {
  const listeners = new Set<(change: Change | null) => void>()
  const emit = (change: Change | null) => {
    for (const listener of listeners) listener(change)
  }
  const fake: FakeWatch = {
    trusted: true,
    tell: (type, id) => emit({ type, id }),
    gap: () => emit(null),
    watch(listener) {
      listeners.add(listener)
      return { isTrusted: () => fake.trusted, stop: () => listeners.delete(listener) }
    },
  }
  return fake
}

/** A promise that a test keeps when it wants to. */
export function createGate(): PromiseWithResolvers<void> {
  return Promise.withResolvers<void>()
}
