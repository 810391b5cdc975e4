/**
 * A queue that bounds how much of a work runs at once and how long anybody waits for it, and is fair: parties take turns, so
 * that one who asks for very much waits behind itself and not in front of others. Each party may have all of it while nobody else asks; where that would be too much: places.ts.
 */
import { waitInLine } from './wait-in-line.ts'

/** Whose turn a work counts as. */
export interface Turn {
  /** Default: one party for all who do not say. */
  readonly party?: string
  /** Parties that are known to be in good faith have every second turn at least. */
  readonly isKnown?: boolean
}

export interface TurnsOptions {
  readonly maxRunning: number
  /** Who waits longer is refused. */
  readonly maxWaitMs: number
  /** What is kept of those who wait has to fit into memory. Default 10,000. */
  readonly maxWaiting?: number
  /** The error for who is refused. */
  readonly refuse: () => Error
}

/** Runs a work when its turn has come. Rejects with what the work or `refuse` says. */
export type InTurn = <T>(work: () => Promise<T>, turn?: Turn) => Promise<T>

interface Waiter {
  isOver: boolean
  readonly start: () => void
}

type Ring = Map<string, Waiter[]>

export function createTurns({ maxRunning, maxWaitMs, maxWaiting = 10_000, refuse }: TurnsOptions): InTurn {
  const known: Ring = new Map()
  const others: Ring = new Map()
  let [running, waiting, isKnownNext] = [0, 0, true]

  function next(): Waiter | undefined {
    isKnownNext = !isKnownNext
    return isKnownNext ? (takeFrom(known) ?? takeFrom(others)) : (takeFrom(others) ?? takeFrom(known))
  }

  async function wait({ party = '', isKnown }: Turn): Promise<void> {
    if (waiting >= maxWaiting) throw refuse()
    waiting += 1
    try {
      await waitInLine(maxWaitMs, refuse, (start) => {
        const waiter: Waiter = { isOver: false, start }
        addTo(isKnown === true ? known : others, party, waiter)
        return () => {
          waiter.isOver = true
        }
      })
    } finally {
      waiting -= 1
    }
  }

  return async (work, turn = {}) => {
    if (running < maxRunning) running += 1
    else await wait(turn)
    try {
      return await work()
    } finally {
      // The place is handed over without becoming free in between.
      const waiter = next()
      if (waiter) waiter.start()
      else running -= 1
    }
  }
}

function addTo(ring: Ring, party: string, waiter: Waiter): void {
  const queue = ring.get(party)
  if (queue) queue.push(waiter)
  else ring.set(party, [waiter])
}

/** The first of the party that has waited the longest for a turn, which then is the last of the ring. */
function takeFrom(ring: Ring): Waiter | undefined {
  for (const [party, queue] of ring) {
    ring.delete(party)
    let waiter = queue.shift()
    while (waiter?.isOver) waiter = queue.shift()
    if (queue.length > 0) ring.set(party, queue)
    if (waiter !== undefined) return waiter
  }
  return undefined
}
