/**
 * A pool of clients with one connection each; the least busy one takes the next statement. A pool of postgres.js' own
 * makes every query dearer than the one before (docs/decisions/004-one-connection-a-client.md).
 *
 * Nobody waits without a bound, and a table that is locked holds up itself only: a connection on which nothing moves is
 * left alone and another is opened beside it; when one table holds half of them, what else is about it waits in a line.
 * While no connection can be opened everything fails at once (docs/decisions/018-a-locked-table.md).
 */
import type { Sql } from '../database.ts'
import type { Connect, PoolClient } from './pool-client.ts'
import { type Connections, openConnections } from './pool-connections.ts'
import {
  createWaitingLines,
  databaseBusy,
  type LineName,
  transactions,
  type WaitingLines,
} from './waiting-lines.ts'

export interface ClientPool {
  /**
   * Has `unsafe`, whose options may name the `table` that a statement is about, and `begin`. A transaction has its client
   * for itself. Both reject with AppError `database-busy` when there is no connection in time, and with the error of the
   * last attempt while none can be opened.
   */
  readonly sql: Sql
  /** False while no connection can be opened. */
  isUp(): boolean
  /** Waits for what runs, no longer than this. */
  close(timeoutSeconds: number): Promise<void>
}

export interface PoolOptions {
  /** Connections; as many again while these are stuck. */
  readonly size: number
  /** Makes a client with one connection (`max: 1`) that tells when it is closed. */
  readonly connect: Connect
  /** The first statement of each connection, such as its settings; default `select 1`. */
  readonly first?: string
  /** Default 1,000; the next one fails. */
  readonly maxWaiting?: number
  /** How long something waits for a connection; default 5,000. */
  readonly maxWaitMs?: number
  /** After which a connection that answers nothing is given up; default 40,000, more than a statement may take. */
  readonly maxSilenceMs?: number
  /** Between two looks at the connections; default 100. */
  readonly lookMs?: number
}

/** On one connection, one behind the other. */
const deepest = 64
/** As much as statements about another table count, so that those about one keep together. */
const mixing = 8

interface Pool {
  readonly connections: Connections
  readonly lines: WaitingLines
}

type Statement = Parameters<Sql['unsafe']>
interface StatementOptions {
  readonly table?: string
}
const noOptions: StatementOptions = {}
type Transaction = [string, Parameters<Sql['begin']>[1]]

export function createClientPool(options: PoolOptions): ClientPool {
  const {
    size,
    connect,
    first = 'select 1',
    maxWaitMs = 5_000,
    lookMs = 100,
    maxSilenceMs = 40_000,
  } = options
  const maxLooks = Math.ceil(maxWaitMs / lookMs)
  const lines = createWaitingLines({ maxWaiting: options.maxWaiting ?? 1_000, maxLooks })
  const connections = openConnections(
    { size, connect, first, lookMs, maxSilenceMs },
    {
      onFree: () => lines.serve((name) => pick(connections, name)),
      onDown: (error) => lines.failAll(error),
      onLook() {
        lines.age()
        lines.serve((name) => pick(connections, name))
      },
    },
  )
  const pool = { connections, lines }
  const delegate = {
    unsafe: (...words: Statement) => runStatement(pool, words),
    begin: (...words: Transaction) => runTransaction(pool, words),
  }
  return {
    sql: delegate as unknown as Sql,
    isUp: () => connections.failure() === undefined,
    async close(timeoutSeconds) {
      lines.failAll(Object.assign(new Error('the pool is closed'), { code: 'CONNECTION_ENDED' }))
      await connections.close(timeoutSeconds)
    },
  }
}

/**
 * Undefined: whoever asks has to wait. One table never takes the last connection that is free of it: others find it free
 * before it is known that this one is locked.
 */
function pick({ clients, blocked }: Connections, name: LineName): PoolClient | undefined {
  if (blocked.size > 0 && blocked.has(name as string)) return undefined
  let taken: PoolClient | undefined
  let leastTaken = deepest
  let other: PoolClient | undefined
  let leastOther = deepest
  let others = 0
  for (const client of clients) {
    if (!client.isOpen || client.isStuck || client.isInTransaction) continue
    const { running, table } = client
    if (running > 0 && table === name) {
      if (running >= leastTaken) continue
      taken = client
      leastTaken = running
    } else {
      others++
      const cost = running === 0 ? 0 : running + mixing
      if (cost >= leastOther) continue
      other = client
      leastOther = cost
    }
  }
  const isKept = others === 1 && taken !== undefined && name !== undefined
  return other !== undefined && leastOther < leastTaken && !isKept ? other : (taken ?? other)
}

function runStatement(pool: Pool, words: Statement): PromiseLike<unknown> {
  const { table } = (words[2] ?? noOptions) as StatementOptions
  const client = pick(pool.connections, table)
  if (client !== undefined) return sendStatement(client, table, words)
  return wait(pool, table, (free) => sendStatement(free, table, words))
}

function sendStatement(
  client: PoolClient,
  table: string | undefined,
  words: Statement,
): PromiseLike<unknown> {
  const work = client.sql.unsafe(...words)
  client.running++
  client.table = table
  work.then(client.onDone, client.onFailed)
  return work
}

function runTransaction(pool: Pool, words: Transaction): PromiseLike<unknown> {
  const client = pick(pool.connections, transactions)
  if (client !== undefined) return startTransaction(client, words)
  return wait(pool, transactions, (free) => startTransaction(free, words))
}

function startTransaction(client: PoolClient, words: Transaction): PromiseLike<unknown> {
  const work = client.sql.begin(...words)
  client.running++
  client.isInTransaction = true
  work.then(
    () => {
      client.isInTransaction = false
      client.onDone()
    },
    (error: unknown) => {
      client.isInTransaction = false
      client.onFailed(error)
    },
  )
  return work
}

function wait(
  pool: Pool,
  name: LineName,
  start: (client: PoolClient) => PromiseLike<unknown>,
): Promise<unknown> {
  const failure = pool.connections.failure()
  if (failure !== undefined) return Promise.reject(failure)
  return new Promise((resolve, reject) => {
    const waiter = { start: (free: PoolClient) => resolve(start(free)), fail: reject }
    if (!pool.lines.add(name, waiter)) reject(databaseBusy())
  })
}
