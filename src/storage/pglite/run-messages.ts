/**
 * Runs protocol messages on the embedded database, and notices when it has given up: after a PANIC, as of a full disk, it
 * answers no more, and whoever asks would wait for ever.
 */
import type { PGlite } from '@electric-sql/pglite'
import type { Log } from '../../kernel/log.ts'
import type { AnswerMessage } from '../storage-runtime.ts'

/** The `Z` of ReadyForQuery, which has six bytes (PostgreSQL, protocol-message-formats), and ends almost every answer. */
const ready = 0x5a
const readyBytes = 6
/** Of an ErrorResponse, whose fields end with zero bytes, which no document has. */
const panic = /SPANIC\0(?:.*\0)?C([0-9A-Z]{5})\0M([^\0]*)/s
const errorBytes = 600

export function createRunner(engine: PGlite, log?: Log): AnswerMessage {
  let failure: Error | undefined
  return async (message, reply) => {
    if (failure !== undefined) throw failure
    let last: Uint8Array | undefined
    // Not execProtocolRaw, which parses every answer as well and keeps all of them for ever (PGlite 0.5).
    await engine.execProtocolRawStream(message, {
      onRawData(bytes) {
        last = bytes[bytes.length - readyBytes] === ready ? undefined : bytes.slice(-errorBytes)
        reply(bytes)
      },
    })
    failure = last && findPanic(last)
    if (failure === undefined) return
    log?.error('the embedded database has stopped; mend the reason and start the server again', {
      reason: failure.message,
    })
    throw failure
  }
}

function findPanic(end: Uint8Array): Error | undefined {
  const [, code, reason] = panic.exec(new TextDecoder('latin1').decode(end)) ?? []
  return reason === undefined ? undefined : Object.assign(new Error(reason), { code })
}
