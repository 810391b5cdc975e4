/** Keeps the connections of the pool: opens them, again after each loss, looks at them, and gives up those that are dead. */
import { type Connect, createPoolClient, look, type PoolClient } from './pool-client.ts'

export interface ConnectionsOptions {
  /** Connections; as many again while these are stuck. */
  readonly size: number
  /** Makes a client with one connection (`max: 1`) that tells when it is closed. */
  readonly connect: Connect
  /** The first statement of each connection. */
  readonly first: string
  /** After which a connection that answers nothing is given up. */
  readonly maxSilenceMs: number
  /** Between two looks. */
  readonly lookMs: number
}

export interface ConnectionsEvents {
  /** There may be a client for somebody who waits. */
  readonly onFree: () => void
  /** There is none, and none can be opened. */
  readonly onDown: (error: unknown) => void
  readonly onLook: () => void
}

export interface Connections {
  readonly clients: readonly PoolClient[]
  /** Tables that hold as many connections as one may. */
  readonly blocked: ReadonlySet<string | undefined>
  /** Why nothing can be asked now; undefined when it can, or may be. */
  failure(): unknown
  close(timeoutSeconds: number): Promise<void>
}

const firstRetryMs = 20
const longestRetryMs = 500
const retireSeconds = 5
const openingSilenceMs = 8_000
const surplusMs = 10_000

interface State extends ConnectionsOptions, ConnectionsEvents {
  readonly clients: PoolClient[]
  readonly blocked: Set<string | undefined>
  /** Why the last connection could not be opened. */
  failure: unknown
  retryMs: number
  surplusLooks: number
  isClosed: boolean
  lookTimer: ReturnType<typeof setTimeout> | undefined
  retryTimer: ReturnType<typeof setTimeout> | undefined
}

export function openConnections(options: ConnectionsOptions, events: ConnectionsEvents): Connections {
  const state: State = {
    ...options,
    ...events,
    ...{ clients: [], blocked: new Set(), failure: undefined, retryMs: firstRetryMs, surplusLooks: 0 },
    ...{ isClosed: false, lookTimer: undefined, retryTimer: undefined },
  }
  fill(state)
  state.lookTimer = setTimeout(() => lookAtAll(state), options.lookMs)
  return {
    clients: state.clients,
    blocked: state.blocked,
    failure: () => (isDown(state) ? state.failure : undefined),
    async close(timeoutSeconds) {
      state.isClosed = true
      clearTimeout(state.lookTimer)
      clearTimeout(state.retryTimer)
      await Promise.all(state.clients.map(({ sql }) => sql.end({ timeout: timeoutSeconds })))
    },
  }
}

/** Nothing that answers, and the last attempt to connect failed. */
function isDown({ clients, failure }: State): boolean {
  return failure !== undefined && !clients.some(({ isOpen, isStuck }) => isOpen && !isStuck)
}

function wanted({ clients, size }: State): number {
  const stuck = clients.filter(({ isStuck }) => isStuck).length
  return size + Math.min(stuck, size)
}

/** While nothing can be opened one at a time tries. */
function fill(state: State): void {
  if (state.isClosed) return
  const missing = wanted(state) - state.clients.length
  const atOnce = state.failure === undefined ? missing : Math.min(missing, 1)
  for (let number = 0; number < atOnce; number++) open(state)
}

function open(state: State): void {
  const client = createPoolClient(state.connect, {
    onAnswered: () => {
      if (state.blocked.size > 0) findBlocked(state)
      state.onFree()
    },
    onLost: (lost) => lose(state, lost),
  })
  state.clients.push(client)
  client.sql.unsafe(state.first).then(
    () => serve(state, client),
    (error: unknown) => giveUp(state, client, error),
  )
}

function serve(state: State, client: PoolClient): void {
  if (!state.clients.includes(client)) return
  client.isOpen = true
  client.stillLooks = 0
  state.failure = undefined
  state.retryMs = firstRetryMs
  state.onFree()
  fill(state)
}

/** It could not be opened. The next attempt comes after a pause. */
function giveUp(state: State, client: PoolClient, error: unknown): void {
  if (!remove(state, client)) return
  discard(client, 0)
  state.failure = error
  if (isDown(state)) state.onDown(error)
  clearTimeout(state.retryTimer)
  state.retryTimer = setTimeout(() => fill(state), state.retryMs)
  state.retryMs = Math.min(state.retryMs * 2, longestRetryMs)
}

/**
 * postgres.js 3.4 keeps the handle of a write that was planned when the connection closed, and then never sends anything
 * on the one that it opens instead: each query that meets it would wait for the connect time-out. A client that was
 * closed while it was being opened has its answer yet to come.
 */
function lose(state: State, client: PoolClient): void {
  if (!client.isOpen || !remove(state, client)) return
  // What waits in the old one may still be answered; then it ends.
  discard(client, retireSeconds)
  fill(state)
}

function remove(state: State, client: PoolClient): boolean {
  const place = state.clients.indexOf(client)
  if (place === -1 || state.isClosed) return false
  state.clients.splice(place, 1)
  return true
}

function discard({ sql }: PoolClient, timeoutSeconds: number): void {
  sql.end({ timeout: timeoutSeconds }).catch(() => {})
}

function lookAtAll(state: State): void {
  for (const client of state.clients) look(client)
  for (const client of [...state.clients]) endSilent(state, client)
  findBlocked(state)
  endSurplus(state)
  if (state.failure === undefined) fill(state)
  state.onLook()
  state.lookTimer = setTimeout(() => lookAtAll(state), state.lookMs)
}

/** A peer that vanished without closing never answers. */
function endSilent(state: State, client: PoolClient): void {
  const silentMs = client.stillLooks * state.lookMs
  if (silentMs <= (client.isOpen ? state.maxSilenceMs : openingSilenceMs)) return
  if (client.isOpen) {
    if (remove(state, client)) discard(client, 0)
    return
  }
  const error = new Error('the database does not answer')
  giveUp(state, client, Object.assign(error, { code: 'CONNECT_TIMEOUT' }))
}

/** Half of the connections are what one table may hold. */
function findBlocked({ clients, blocked, size }: State): void {
  const held = new Map<string, number>()
  for (const { isStuck, isInTransaction, table } of clients)
    if (isStuck && !isInTransaction && table !== undefined) held.set(table, (held.get(table) ?? 0) + 1)
  blocked.clear()
  for (const [table, count] of held) if (count >= Math.max(1, Math.floor(size / 2))) blocked.add(table)
}

/** Those that were opened beside stuck ones stay for a while: what happened once happens again. */
function endSurplus(state: State): void {
  if (state.clients.length <= wanted(state)) state.surplusLooks = 0
  else state.surplusLooks++
  if (state.surplusLooks * state.lookMs < surplusMs) return
  const idle = state.clients.find(({ isOpen, running }) => isOpen && running === 0)
  if (idle !== undefined && remove(state, idle)) discard(idle, retireSeconds)
}
