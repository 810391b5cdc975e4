/**
 * A pool of clients with one connection each; the least busy one takes the next statement. A pool of postgres.js' own
 * makes every query dearer than the one before (docs/decisions/004-one-connection-a-client.md).
 */
import { codeOf } from '../../kernel/errors.ts'
import type { Sql } from '../database.ts'

export interface ClientPool {
  /** Has `unsafe` and `begin`. A transaction has its client for itself. */
  readonly sql: Sql
  /** Waits for what runs, no longer than this. */
  close(timeoutSeconds: number): Promise<void>
}

interface Client {
  readonly sql: Sql
  /** Under way, the transaction included. */
  running: number
  isInTransaction: boolean
  /** Called for every statement: made once a client, not once a statement. */
  readonly onDone: () => void
  readonly onFailed: (error: unknown) => void
}

/** postgres.js' words for a lost connection, those of sockets, and PostgreSQL's for a session that is ended. */
const cut = /^(CONNECTION_(CLOSED|DESTROYED)|CONNECT_TIMEOUT|ECONNRESET|EPIPE|57P0[1-3])$/
const retireSeconds = 5

interface State {
  readonly connect: () => Sql
  readonly clients: Client[]
  /** Only what comes while every client is in a transaction: it takes the first that ends, whichever that is. */
  readonly waiting: (() => void)[]
  closed: boolean
}

type Statement = Parameters<Sql['unsafe']>
type Transaction = [string, Parameters<Sql['begin']>[1]]

/** `connect` makes a client with one connection (`max: 1`). */
export function createClientPool(size: number, connect: () => Sql): ClientPool {
  const state: State = { connect, clients: [], waiting: [], closed: false }
  for (let place = 0; place < size; place++) state.clients.push(createClient(state))
  const delegate = {
    unsafe: (...words: Statement) => runStatement(state, words),
    begin: (...words: Transaction) => runTransaction(state, words),
  }
  return {
    sql: delegate as unknown as Sql,
    async close(timeoutSeconds) {
      state.closed = true
      await Promise.all(state.clients.map(({ sql }) => sql.end({ timeout: timeoutSeconds })))
    },
  }
}

function createClient(state: State): Client {
  const client: Client = {
    sql: state.connect(),
    running: 0,
    isInTransaction: false,
    onDone: () => void client.running--,
    onFailed(error) {
      client.running--
      if (cut.test(codeOf(error) ?? '')) replace(state, client)
    },
  }
  return client
}

/**
 * postgres.js 3.4 keeps the handle of a write that was planned when the connection closed, and then never sends anything
 * on the one that it opens instead: each query that meets it would wait for the connect time-out.
 */
function replace(state: State, client: Client): void {
  const place = state.clients.indexOf(client)
  if (place === -1 || state.closed) return
  state.clients[place] = createClient(state)
  // What waits in the old one may still be answered; then it ends.
  client.sql.end({ timeout: retireSeconds }).catch(() => {})
  serveWaiting(state)
}

/** Undefined: every client is in a transaction. */
function leastBusy({ clients }: State): Client | undefined {
  let found: Client | undefined
  for (const client of clients)
    if (!client.isInTransaction && (found === undefined || client.running < found.running)) found = client
  return found
}

function runStatement(state: State, words: Statement): PromiseLike<unknown> {
  const client = leastBusy(state)
  if (client === undefined) return whenFree(state, () => runStatement(state, words))
  const work = client.sql.unsafe(...words)
  client.running++
  work.then(client.onDone, client.onFailed)
  return work
}

function runTransaction(state: State, words: Transaction): PromiseLike<unknown> {
  const client = leastBusy(state)
  if (client === undefined) return whenFree(state, () => runTransaction(state, words))
  const work = client.sql.begin(...words)
  client.running++
  client.isInTransaction = true
  const release = (settle: () => void) => {
    client.isInTransaction = false
    settle()
    serveWaiting(state)
  }
  work.then(
    () => release(client.onDone),
    (error) => release(() => client.onFailed(error)),
  )
  return work
}

function whenFree(state: State, start: () => PromiseLike<unknown>): Promise<unknown> {
  return new Promise((resolve) => state.waiting.push(() => resolve(start())))
}

function serveWaiting(state: State): void {
  while (state.waiting.length > 0 && leastBusy(state) !== undefined) state.waiting.shift()?.()
}
