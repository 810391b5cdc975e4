/**
 * A connection of its own that listens (PostgreSQL, LISTEN) and knows whether it does. That it is connected is a lease: an
 * answer proves that all messages until its question have come, and is believed for a second after that. Whoever cuts the
 * connection without a word, as a firewall does, is noticed within that second.
 */
import type { Log } from '../../kernel/log.ts'
import type { Listener, ListenHandlers, Sql } from '../database.ts'

/** How long a question that was answered counts, from the moment it was asked. */
const leaseMs = 1_000
const heartbeatMs = 400
const answerTimeoutMs = 3_000
const firstRetryMs = 100
const longestRetryMs = 1_000

export interface ListenerOptions {
  readonly connect: (more: Record<string, unknown>) => Sql
  readonly channel: string
  readonly handlers: ListenHandlers
  readonly log: Log
  /** Milliseconds that never go back; default `performance.now`. */
  readonly now?: () => number
}

interface State extends Required<ListenerOptions> {
  sql: Sql | null
  /** When the last question was asked that got an answer on this connection; undefined: none. */
  provedAt: number | undefined
  closed: boolean
  retryMs: number
  timer: ReturnType<typeof setTimeout> | undefined
}

/** Resolves when LISTEN is acknowledged; throws when the first connection fails. */
export async function createListener(options: ListenerOptions): Promise<Listener> {
  const now = options.now ?? (() => performance.now())
  const state: State = {
    ...{ ...options, now },
    ...{ sql: null, provedAt: undefined, closed: false, retryMs: firstRetryMs, timer: undefined },
  }
  await listen(state, true)
  return {
    isConnected: () => state.provedAt !== undefined && now() - state.provedAt < leaseMs,
    async close() {
      state.closed = true
      state.provedAt = undefined
      clearTimeout(state.timer)
      await state.sql?.end({ timeout: 1 })
    },
  }
}

async function listen(state: State, isFirst: boolean): Promise<void> {
  const sql: Sql = state.connect({
    onnotify: (_channel: string, payload: string) => state.handlers.onMessage(payload),
    onclose: () => {
      if (state.sql === sql) lose(state)
    },
  })
  state.sql = sql
  const askedAt = state.now()
  try {
    await answered(sql.unsafe(`listen "${state.channel}"`))
  } catch (error) {
    discard(sql)
    throw error
  }
  if (state.sql !== sql || state.closed) return
  // Before anybody trusts what is in memory: changes of the time in between were not heard.
  if (!isFirst) state.handlers.onGap()
  state.provedAt = askedAt
  state.retryMs = firstRetryMs
  state.timer = setTimeout(() => beat(state), heartbeatMs)
}

/** The client is thrown away whole: a new one makes a new connection and there is one way to come back. */
function lose(state: State): void {
  const wasConnected = state.provedAt !== undefined
  state.provedAt = undefined
  clearTimeout(state.timer)
  if (state.sql !== null) discard(state.sql)
  state.sql = null
  if (state.closed) return
  if (wasConnected) state.log.warn('the listening connection was lost; caches are off until it is back')
  state.timer = setTimeout(() => retry(state), state.retryMs)
  state.retryMs = Math.min(state.retryMs * 2, longestRetryMs)
}

async function retry(state: State): Promise<void> {
  try {
    await listen(state, false)
    if (state.provedAt === undefined) return
    state.log.info('the listening connection is back')
  } catch {
    lose(state)
  }
}

async function beat(state: State): Promise<void> {
  const { sql } = state
  if (sql === null || state.closed) return
  const askedAt = state.now()
  try {
    await answered(sql.unsafe('select 1'))
    if (state.sql !== sql || state.closed) return
    state.provedAt = askedAt
    state.timer = setTimeout(() => beat(state), heartbeatMs)
  } catch {
    if (state.sql === sql) lose(state)
  }
}

/** A peer that vanished without closing never answers. */
function answered(query: PromiseLike<unknown>): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error('the listening connection did not answer')),
      answerTimeoutMs,
    )
    query.then(
      (value) => {
        clearTimeout(timer)
        resolve(value)
      },
      (error) => {
        clearTimeout(timer)
        reject(error)
      },
    )
  })
}

function discard(sql: Sql): void {
  sql.end({ timeout: 0 }).catch(() => {})
}
