/** What a view shows of the server: asked when it is shown and when what it depends on changes, again when the server is back. */
import { connection } from './connection.svelte.ts'

export interface Loaded<T> {
  /** Of the last answer; stays while it is asked again. */
  readonly value: T | undefined
  readonly error: unknown
  readonly isLoading: boolean
  /** Resolves when the answer is there. */
  readonly reload: () => Promise<void>
}

/** Call it while a component is made. What `ask` reads of the state before its first `await` is what it depends on. */
export function load<T>(ask: (signal: AbortSignal) => Promise<T>): Loaded<T> {
  const state = $state<{ error: unknown; isLoading: boolean }>({ error: undefined, isLoading: true })
  let value = $state.raw<T>()
  let current: AbortController | undefined

  async function run(): Promise<void> {
    current?.abort()
    const controller = new AbortController()
    current = controller
    state.isLoading = true
    try {
      const answer = await ask(controller.signal)
      if (controller.signal.aborted) return
      value = answer
      state.error = undefined
    } catch (error) {
      if (controller.signal.aborted) return
      state.error = error
    }
    state.isLoading = false
  }

  $effect(() => {
    void connection.comebacks
    void run()
    return () => current?.abort()
  })

  return {
    get value() {
      return value
    },
    get error() {
      return state.error
    },
    get isLoading() {
      return state.isLoading
    },
    reload: run,
  }
}
