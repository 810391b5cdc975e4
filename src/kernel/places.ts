/**
 * Places of which nobody may have more than half, so that there is one for who has none: unlike turns (turns.ts), which one
 * party may have all of while nobody else asks.
 */
import { AppError } from './errors.ts'
import { waitInLine } from './wait-in-line.ts'

export interface PlaceLimits {
  /** How many run at a time. */
  readonly size: number
  /** How many may wait: of all, and of one. */
  readonly maxWaiting: number
  readonly maxWaitingOfOne: number
  readonly maxWaitMs: number
}

/**
 * Runs a work when there is a place for it. The first of every party comes before the second of any. Rejects with what the
 * work says, AppError `too-many` for one that has too many waiting, `transient` when it takes too long.
 */
export type InPlace = <T>(party: string, work: () => Promise<T>) => Promise<T>

interface Waiting {
  readonly party: string
  readonly start: () => void
}

interface State {
  readonly limits: PlaceLimits
  /** By party. */
  readonly running: Map<string, number>
  total: number
  /** In the order of their coming. */
  waiting: Waiting[]
}

const retryAfterSeconds = 5

export function createPlaces(limits: PlaceLimits): InPlace {
  const state: State = { limits, running: new Map(), total: 0, waiting: [] }
  return async (party, work) => {
    if (mayStart(state, party)) occupy(state, party)
    else await wait(state, party)
    try {
      return await work()
    } finally {
      leave(state, party)
    }
  }
}

/** Half of the places are left for those who have none. */
function mayStart({ limits, running, total }: State, party: string): boolean {
  return total < (running.has(party) ? Math.ceil(limits.size / 2) : limits.size)
}

function occupy(state: State, party: string): void {
  state.total += 1
  state.running.set(party, (state.running.get(party) ?? 0) + 1)
}

function leave(state: State, party: string): void {
  state.total -= 1
  const left = (state.running.get(party) ?? 1) - 1
  if (left === 0) state.running.delete(party)
  else state.running.set(party, left)
  serve(state)
}

/** Who has the fewest running, and among these who came first. */
function serve(state: State): void {
  for (;;) {
    let next: Waiting | undefined
    for (const one of state.waiting) {
      if (mayStart(state, one.party) && (next === undefined || countOf(state, one) < countOf(state, next)))
        next = one
    }
    if (next === undefined) return
    state.waiting = state.waiting.filter((one) => one !== next)
    // Before it goes on, so that the next in line finds the place taken.
    occupy(state, next.party)
    next.start()
  }
}

function countOf({ running }: State, { party }: Waiting): number {
  return running.get(party) ?? 0
}

async function wait(state: State, party: string): Promise<void> {
  const { maxWaiting, maxWaitingOfOne, maxWaitMs } = state.limits
  const own = state.waiting.filter((one) => one.party === party).length
  if (own >= maxWaitingOfOne) throw tooMany()
  if (state.waiting.length >= maxWaiting) throw busy()
  await waitInLine(maxWaitMs, busy, (start) => {
    const waiting: Waiting = { party, start }
    state.waiting.push(waiting)
    return () => {
      state.waiting = state.waiting.filter((one) => one !== waiting)
    }
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
