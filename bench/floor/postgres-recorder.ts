/**
 * Stands between a server and PostgreSQL, passes on everything, and notes the statements with their values: so the floor that
 * does equal work can do what the product really does, whatever that is. Frontend messages:
 * https://www.postgresql.org/docs/15/protocol-message-formats.html
 */
import { createServer, connect as dial, type Socket } from 'node:net'

export interface RecordedStatement {
  readonly text: string
  /** As text; null is NULL. */
  readonly values: readonly (string | null)[]
  /** OIDs of their types as far as the client named them; 0 where the server inferred it. */
  readonly types: readonly number[]
}

export interface PostgresRecorder {
  /** Of the database behind it. */
  readonly url: string
  /** Statements with values that began while `work` ran, of all connections. */
  record(work: () => Promise<void>): Promise<readonly RecordedStatement[]>
  close(): Promise<void>
}

export function startPostgresRecorder(databaseUrl: string): Promise<PostgresRecorder> {
  const target = new URL(databaseUrl)
  let sink: ((statement: RecordedStatement) => void) | undefined
  const sockets = new Set<Socket>()
  const server = createServer((client) => {
    const upstream = dial(Number(target.port || 5432), target.hostname)
    const see = createReader((statement) => sink?.(statement))
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket
        .on('error', () => {})
        .on('close', () => {
          sockets.delete(socket)
          client.destroy()
          upstream.destroy()
        })
    }
    client.on('data', (chunk: Buffer) => {
      see(chunk)
      upstream.write(chunk)
    })
    upstream.on('data', (chunk: Buffer) => client.write(chunk))
  })
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      const url = new URL(databaseUrl)
      url.host = `127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
      resolve({
        url: url.href,
        async record(work) {
          const statements: RecordedStatement[] = []
          sink = (statement) => void statements.push(statement)
          await work()
          sink = undefined
          return statements
        },
        async close() {
          for (const socket of sockets) socket.destroy()
          await new Promise((closed) => server.close(closed))
        },
      })
    })
  })
}

/** Of one connection: takes what the client sends, in pieces of any size. */
function createReader(onStatement: (statement: RecordedStatement) => void): (chunk: Buffer) => void {
  const prepared = new Map<string, Pick<RecordedStatement, 'text' | 'types'>>()
  let rest = Buffer.alloc(0)
  let hasBegun = false
  return (chunk) => {
    rest = Buffer.concat([rest, chunk])
    for (;;) {
      // The first message has no letter in front of its length.
      const offset = hasBegun ? 1 : 0
      if (rest.length < offset + 4) return
      const end = offset + rest.readInt32BE(offset)
      if (rest.length < end) return
      if (hasBegun) readMessage(String.fromCharCode(rest[0] ?? 0), rest.subarray(5, end))
      hasBegun = true
      rest = rest.subarray(end)
    }
  }

  function readMessage(letter: string, body: Buffer): void {
    if (letter === 'P') {
      const [name, text] = [readText(body, 0), readText(body, body.indexOf(0) + 1)]
      const at = Buffer.byteLength(name) + Buffer.byteLength(text) + 2
      const types = Array.from({ length: body.readInt16BE(at) }, (_, index) =>
        body.readInt32BE(at + 2 + index * 4),
      )
      prepared.set(name, { text, types })
    } else if (letter === 'B') {
      const portal = body.indexOf(0) + 1
      const name = readText(body, portal)
      const statement = prepared.get(name)
      const values = readValues(body, portal + Buffer.byteLength(name) + 1)
      if (statement !== undefined && values.length > 0) onStatement({ ...statement, values })
    }
  }
}

function readText(body: Buffer, at: number): string {
  return body.toString('utf8', at, body.indexOf(0, at))
}

/** Of a Bind message, from the number of its format codes on. Values in binary form are not understood. */
function readValues(body: Buffer, at: number): (string | null)[] {
  const formats = body.readInt16BE(at)
  let next = at + 2 + formats * 2
  const count = body.readInt16BE(next)
  next += 2
  return Array.from({ length: count }, () => {
    const length = body.readInt32BE(next)
    next += 4
    if (length === -1) return null
    next += length
    return body.toString('utf8', next - length, next)
  })
}
