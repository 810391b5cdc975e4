/** One client of the pool, which is one connection: it serves when its first statement is answered, and ends with it. */
import { codeOf } from '../../kernel/errors.ts'
import type { Sql } from '../database.ts'

export interface PoolClient {
  readonly sql: Sql
  isOpen: boolean
  /** Under way, the transaction included. */
  running: number
  isInTransaction: boolean
  /** What it was given last is about this one. */
  table: string | undefined
  /** Nothing was answered since the look before the last, although something is under way. */
  isStuck: boolean
  /** Looks since the last answer, while something is under way or the connection is being opened. */
  stillLooks: number
  /** Called for every statement: made once a client, not once a statement. */
  readonly onDone: () => void
  readonly onFailed: (error: unknown) => void
}

export interface ClientEvents {
  /** Something was answered. */
  readonly onAnswered: (client: PoolClient) => void
  /** The connection is gone, or cannot be used. */
  readonly onLost: (client: PoolClient) => void
}

/** postgres.js' words for a lost connection, those of sockets, and PostgreSQL's for a session that is ended. */
const cut = /^(CONNECTION_(CLOSED|DESTROYED|ENDED)|CONNECT_TIMEOUT|ECONNRESET|EPIPE|57P0[1-3])$/
/** A lock or statement time-out: what comes next on the connection may well wait for the same. */
const waitedInVain = /^(55P03|57014)$/

export type Connect = (onClose: () => void) => Sql

export function createPoolClient(connect: Connect, { onAnswered, onLost }: ClientEvents): PoolClient {
  const client: PoolClient = {
    sql: connect(() => onLost(client)),
    isOpen: false,
    running: 0,
    isInTransaction: false,
    table: undefined,
    isStuck: false,
    stillLooks: 0,
    onDone() {
      client.running--
      client.stillLooks = 0
      client.isStuck = false
      onAnswered(client)
    },
    onFailed(error) {
      const code = codeOf(error) ?? ''
      const isStillStuck = client.isStuck && client.running > 1 && waitedInVain.test(code)
      if (cut.test(code)) onLost(client)
      client.onDone()
      client.isStuck = isStillStuck
    },
  }
  return client
}

/** How a client fares between two looks at it. */
export function look(client: PoolClient): void {
  if (client.isOpen && client.running === 0) return
  client.stillLooks++
  if (client.isOpen && client.stillLooks > 1) client.isStuck = true
}
