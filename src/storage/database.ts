/** An open database, whichever it is: one SQL client for what is hot, and short-lived ones for migrations. */
import type postgres from 'postgres'

export type Sql = postgres.Sql
/** A client, or the client of a running transaction. */
export type SqlRunner = Pick<postgres.Sql, 'unsafe'>

/** Hears of changes that other processes make. */
export interface Listener {
  /** False while messages may be missed. */
  readonly isConnected: () => boolean
  close(): Promise<void>
}

export interface ListenHandlers {
  onMessage(payload: string): void
  /** Messages may have been missed; called before `isConnected` turns true again. */
  onGap(): void
}

/** Where searches of callers run, so that they hold up each other and nothing else. */
export interface SearchClient {
  readonly sql: Sql
  /** How many at a time. */
  readonly size: number
  /** Whether a statement stops everything else while it runs, and cannot be stopped. */
  readonly inSlices: boolean
}

export interface Database {
  readonly sql: Sql
  readonly searches: SearchClient
  /** False while no connection can be opened. */
  readonly isUp: () => boolean
  /** A client of its own with one connection, for migrations; the caller ends it. */
  readonly connectOnce: () => Sql
  /** Null: nobody else can write, there is nothing to hear. */
  readonly listen: ((channel: string, handlers: ListenHandlers) => Promise<Listener>) | null
  close(): Promise<void>
}
