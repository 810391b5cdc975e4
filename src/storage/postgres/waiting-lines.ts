/** What waits for a connection, in a line for each table, so that one that is locked holds up its own line only. */
import { AppError } from '../../kernel/errors.ts'
import type { PoolClient } from './pool-client.ts'

export interface Waiter {
  readonly start: (client: PoolClient) => void
  readonly fail: (error: unknown) => void
}

/** A table, what is about none that is known, or a transaction. */
export type LineName = string | undefined | typeof transactions

export const transactions = Symbol('transactions')

export interface WaitingLines {
  /** False: there are too many, and this one does not wait. */
  add(name: LineName, waiter: Waiter): boolean
  /** Gives each line what `pick` finds for it, until it finds nothing. */
  serve(pick: (name: LineName) => PoolClient | undefined): void
  /** One look at the pool went by: who has waited for too many of them fails. */
  age(): void
  failAll(error: unknown): void
}

export interface WaitingLimits {
  readonly maxWaiting: number
  readonly maxLooks: number
}

export function databaseBusy(): AppError {
  const message = 'The database has too much to do. Try again later.'
  return new AppError('transient', 'database-busy', message)
}

type Waiting = Waiter & { readonly untilLook: number }

export function createWaitingLines({ maxWaiting, maxLooks }: WaitingLimits): WaitingLines {
  const lines = new Map<LineName, Waiting[]>()
  let count = 0
  let looks = 0
  const takeFirst = (line: Waiting[]): Waiting | undefined => {
    count--
    return line.shift()
  }
  return {
    add(name, waiter) {
      if (count >= maxWaiting) return false
      count++
      const line = lines.get(name) ?? []
      line.push({ ...waiter, untilLook: looks + maxLooks })
      lines.set(name, line)
      return true
    },
    serve(pick) {
      if (count === 0) return
      for (const [name, line] of lines) {
        for (let client = pick(name); client !== undefined; client = pick(name)) {
          takeFirst(line)?.start(client)
          if (line.length === 0) break
        }
        if (line.length === 0) lines.delete(name)
      }
    },
    age() {
      looks++
      for (const [name, line] of lines) {
        while (line[0] !== undefined && line[0].untilLook < looks) takeFirst(line)?.fail(databaseBusy())
        if (line.length === 0) lines.delete(name)
      }
    },
    failAll(error) {
      const all = [...lines.values()].flat()
      lines.clear()
      count = 0
      for (const { fail } of all) fail(error)
    },
  }
}
