/** A duplex stream whose every written message is answered by a function: an in-memory socket for postgres.js. */
import { Buffer } from 'node:buffer'
import { Duplex } from 'node:stream'

/** PostgreSQL's Terminate message, `X` (protocol-message-formats); the embedded server must outlive its clients. */
const terminateByte = 0x58

export function createMessageSocket(answer: (message: Uint8Array) => Promise<Uint8Array>): Duplex {
  const socket = new Duplex({
    read() {},
    write(message: Uint8Array, _encoding, done) {
      if (message[0] === terminateByte) {
        socket.push(null)
        done()
        return
      }
      answer(new Uint8Array(message)).then((reply) => {
        if (reply.length > 0) socket.push(Buffer.from(reply.buffer, reply.byteOffset, reply.length))
        done()
      }, done)
    },
  })
  // postgres.js ends a socket only when it is `open`: without this its end() waits for ever.
  Object.defineProperty(socket, 'readyState', { get: () => (socket.destroyed ? 'closed' : 'open') })
  return socket
}
