/** Who listens to changes of watched types and records, in this process and, by messages, in others. */
import type { Change, Watch } from '../engine/ports/store.ts'
import type { Log } from '../kernel/log.ts'
import type { Listener, ListenHandlers } from './database.ts'

/** A message must stay below 8000 bytes (PostgreSQL, NOTIFY); escapes make a character up to six. */
const longestId = 1000

export interface ChangeFeed {
  /** The message that a writing statement sends to other processes. */
  message(change: Change): string
  /** Tells this process's listeners, in the order of their registration. */
  emit(change: Change | null): void
  watch(listener: (change: Change | null) => void): Watch
  readonly handlers: ListenHandlers
  /** Without a connection to hear others by, this process is the only one. */
  attach(connection: Listener): void
}

interface Message {
  readonly node: string
  readonly type?: string
  readonly id?: string
}

export function createChangeFeed(node: string, log: Log): ChangeFeed {
  const listeners = new Set<(change: Change | null) => void>()
  let connection: Listener | null = null
  const emit = (change: Change | null) => {
    for (const listener of listeners) {
      try {
        listener(change)
      } catch (error) {
        log.error('a listener of changes failed', { reason: String(error) })
      }
    }
  }
  return {
    message: ({ type, id }) => JSON.stringify(id.length > longestId ? { node } : { node, type, id }),
    emit,
    watch(listener) {
      // A function of its own, so that one listener may watch twice.
      const own = (change: Change | null) => listener(change)
      listeners.add(own)
      return {
        isTrusted: () => connection === null || connection.isConnected(),
        stop: () => listeners.delete(own),
      }
    },
    handlers: {
      onGap: () => emit(null),
      onMessage(payload) {
        const message = parseMessage(payload)
        if (message?.node !== node) emit(toChange(message))
      },
    },
    attach(opened) {
      connection = opened
    },
  }
}

/** What cannot be understood may be about anything. */
function toChange(message: Message | null): Change | null {
  if (typeof message?.type !== 'string' || typeof message.id !== 'string') return null
  return { type: message.type, id: message.id }
}

function parseMessage(payload: string): Message | null {
  try {
    const message: unknown = JSON.parse(payload)
    return typeof message === 'object' ? (message as Message | null) : null
  } catch {
    return null
  }
}
