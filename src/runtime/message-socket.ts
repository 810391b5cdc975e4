/** A duplex stream whose every written message is answered by a function: an in-memory socket for postgres.js. */
import { Buffer } from 'node:buffer'
import { Duplex } from 'node:stream'
import type { AnswerMessage } from '../storage/storage-runtime.ts'

/** PostgreSQL's Terminate message, `X` (protocol-message-formats); the embedded server must outlive its clients. */
const terminateByte = 0x58

export function createMessageSocket(answer: AnswerMessage): Duplex {
  const socket = new Duplex({
    read() {},
    write(message: Uint8Array, _encoding, done) {
      if (message[0] === terminateByte) {
        socket.push(null)
        done()
        return
      }
      // Read only when the database is done: its reader may throw, and not into the database.
      const replies: Buffer[] = []
      answer(message, (reply) => void replies.push(Buffer.from(reply))).then(() => {
        for (const reply of replies) socket.push(reply)
        done()
      }, done)
    },
  })
  // postgres.js ends a socket only when it is `open`: without this its end() waits for ever.
  Object.defineProperty(socket, 'readyState', { get: () => (socket.destroyed ? 'closed' : 'open') })
  return socket
}
