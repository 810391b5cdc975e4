/**
 * A connection of its own that listens (PostgreSQL, LISTEN) and knows whether it does: it is not connected from the
 * moment its socket closes or a heartbeat stays unanswered until LISTEN has been acknowledged again.
 */
import type { Log } from '../../kernel/log.ts'
import type { Listener, ListenHandlers, Sql } from '../database.ts'

const heartbeatMs = 3_000
const answerTimeoutMs = 3_000
const firstRetryMs = 100
const longestRetryMs = 1_000

export interface ListenerOptions {
  readonly connect: (more: Record<string, unknown>) => Sql
  readonly channel: string
  readonly handlers: ListenHandlers
  readonly log: Log
}

interface State {
  sql: Sql | null
  connected: boolean
  closed: boolean
  retryMs: number
  timer: ReturnType<typeof setTimeout> | undefined
}

/** Resolves when LISTEN is acknowledged; throws when the first connection fails. */
export async function createListener(options: ListenerOptions): Promise<Listener> {
  const state: State = { sql: null, connected: false, closed: false, retryMs: firstRetryMs, timer: undefined }
  await listen(options, state, true)
  return {
    isConnected: () => state.connected,
    async close() {
      state.closed = true
      state.connected = false
      clearTimeout(state.timer)
      await state.sql?.end({ timeout: 1 })
    },
  }
}

async function listen(options: ListenerOptions, state: State, isFirst: boolean): Promise<void> {
  const sql: Sql = options.connect({
    onnotify: (_channel: string, payload: string) => options.handlers.onMessage(payload),
    onclose: () => {
      if (state.sql === sql) lose(options, state)
    },
  })
  state.sql = sql
  try {
    await answered(sql.unsafe(`listen "${options.channel}"`))
  } catch (error) {
    discard(sql)
    throw error
  }
  if (state.sql !== sql || state.closed) return
  // Before anybody trusts what is in memory: changes of the time in between were not heard.
  if (!isFirst) options.handlers.onGap()
  state.connected = true
  state.retryMs = firstRetryMs
  state.timer = setTimeout(() => beat(options, state), heartbeatMs)
}

/** The client is thrown away whole: a new one makes a new connection and there is one way to come back. */
function lose(options: ListenerOptions, state: State): void {
  const wasConnected = state.connected
  state.connected = false
  clearTimeout(state.timer)
  if (state.sql !== null) discard(state.sql)
  state.sql = null
  if (state.closed) return
  if (wasConnected) options.log.warn('the listening connection was lost; caches are off until it is back')
  state.timer = setTimeout(() => retry(options, state), state.retryMs)
  state.retryMs = Math.min(state.retryMs * 2, longestRetryMs)
}

async function retry(options: ListenerOptions, state: State): Promise<void> {
  try {
    await listen(options, state, false)
    if (!state.connected) return
    options.log.info('the listening connection is back')
  } catch {
    lose(options, state)
  }
}

async function beat(options: ListenerOptions, state: State): Promise<void> {
  const { sql } = state
  if (sql === null || state.closed) return
  try {
    await answered(sql.unsafe('select 1'))
    if (state.sql === sql && !state.closed) state.timer = setTimeout(() => beat(options, state), heartbeatMs)
  } catch {
    if (state.sql === sql) lose(options, state)
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
