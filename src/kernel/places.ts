/**
 * Places of which nobody may have more than half, so that there is one for who has none: unlike turns (turns.ts), which one
 * party may have all of while nobody else asks.
 */
import { AppError } from './errors.ts'

export interface PlaceLimits {
  /** How many run at a time. */
  readonly size: number
  /** How many may wait: of all, and of one. */
  readonly maxWaiting: number
  readonly maxWaitingOfOne: number
  readonly maxWaitMs: number
}

export interface Places {
  /**
   * Resolves when there is a place; call what it gives when done. The first of everybody comes before the second of
   * anybody. Rejects with AppError `too-many` for one who has too many waiting, `transient` when it takes too long.
   */
  take(key: string): Promise<() => void>
}

interface Waiting {
  readonly key: string
  readonly start: () => void
}

interface State {
  readonly limits: PlaceLimits
  /** By key. */
  readonly running: Map<string, number>
  total: number
  /** In the order of their coming. */
  waiting: Waiting[]
}

const retryAfterSeconds = 5

export function createPlaces(limits: PlaceLimits): Places {
  const state: State = { limits, running: new Map(), total: 0, waiting: [] }
  return {
    take(key) {
      if (mayStart(state, key)) return Promise.resolve(start(state, key))
      const own = state.waiting.filter((one) => one.key === key).length
      if (own >= limits.maxWaitingOfOne) return Promise.reject(tooMany())
      if (state.waiting.length >= limits.maxWaiting) return Promise.reject(busy())
      return wait(state, key)
    },
  }
}

/** Half of the places are left for those who have none. */
function mayStart({ limits, running, total }: State, key: string): boolean {
  return total < (running.has(key) ? Math.ceil(limits.size / 2) : limits.size)
}

function start(state: State, key: string): () => void {
  state.total += 1
  state.running.set(key, (state.running.get(key) ?? 0) + 1)
  let isOver = false
  return () => {
    if (isOver) return
    isOver = true
    state.total -= 1
    const left = (state.running.get(key) ?? 1) - 1
    if (left === 0) state.running.delete(key)
    else state.running.set(key, left)
    serve(state)
  }
}

/** Who has the fewest running, and among these who came first. */
function serve(state: State): void {
  for (;;) {
    let next: Waiting | undefined
    for (const one of state.waiting) {
      if (mayStart(state, one.key) && (next === undefined || countOf(state, one) < countOf(state, next)))
        next = one
    }
    if (next === undefined) return
    state.waiting = state.waiting.filter((one) => one !== next)
    next.start()
  }
}

function countOf({ running }: State, { key }: Waiting): number {
  return running.get(key) ?? 0
}

function wait(state: State, key: string): Promise<() => void> {
  return new Promise((resolve, reject) => {
    const waiting: Waiting = {
      key,
      start() {
        clearTimeout(timer)
        resolve(start(state, key))
      },
    }
    const timer = setTimeout(() => {
      state.waiting = state.waiting.filter((one) => one !== waiting)
      reject(busy())
    }, state.limits.maxWaitMs)
    state.waiting.push(waiting)
  })
}

function tooMany(): AppError {
  const message = 'Too many requests of this caller wait for their turn'
  return new AppError('too-many', 'too-many-waiting', message, { retryAfterSeconds })
}

function busy(): AppError {
  const message = 'The server is busy with other requests of this kind'
  return new AppError('transient', 'busy', message, { retryAfterSeconds })
}
