/** How much memory a server needs for readers who ask for large answers and do not read them. */
import { connect, type Socket } from 'node:net'
import type { Command } from '../command-line.ts'
import { residentMb } from '../cpu-time.ts'
import { openPostgresServer } from '../postgres-server.ts'
import { putAsRoot, startProduct } from '../product.ts'
import type { Column, Row } from '../report/report.ts'
import type { ServerProcess } from '../server-process.ts'
import { asReader, putReader } from '../set-up-product.ts'

const documentBytes = 5_000_000
const watchMs = 10_000
const lookEveryMs = 50
const limitMb = 50

const columns: readonly Column[] = [
  { key: 'before', title: 'resident MB before' },
  { key: 'most', title: 'at most' },
  { key: 'more', title: 'more', isCompared: true },
  { key: 'after', title: 'after they have gone' },
  { key: 'answers', title: 'began to be answered' },
  { key: 'aim', title: 'aim' },
]

export const unread: Command = {
  name: 'unread',
  text: `How much memory 100 readers cost who ask for 5 MB each and do not read them, for ${watchMs / 1000} s, on PostgreSQL.
A resource of that size, and a page of ten half a megabyte each.`,
  options: { readers: { value: '<n>', text: 'default 100' } },
  async run(words, running) {
    const readers = words.count('readers', 100)
    const database = await openPostgresServer()
    running.onStop(database.close)
    const databaseUrl = await database.createDatabase('bench_unread')
    const first = await startProduct({ databaseUrl })
    await setUp(first.url)
    await first.stop()
    const rows: Row[] = []
    for (const { name, path } of kinds) {
      // Each time another one: a process keeps memory that it once had.
      const server = await startProduct({ databaseUrl })
      running.onStop(server.stop)
      rows.push(await measureReaders(name, server, { path, readers }))
    }
    return [{ title: `${readers} who do not read`, columns, rows }]
  },
}

const kinds = [
  { name: 'one resource', path: '/Patient/large' },
  { name: 'a page of ten', path: '/Patient?_id=a0,a1,a2,a3,a4,a5,a6,a7,a8,a9' },
]

/** One patient whose JSON has 5 MB, and ten of half a megabyte. */
async function setUp(url: string): Promise<void> {
  await putReader(url)
  const line = 'x'.repeat(1000)
  const patient = (bytes: number) => ({
    resourceType: 'Patient',
    address: [{ use: 'home', line: Array.from({ length: Math.floor(bytes / 1003) }, () => line) }],
  })
  await putAsRoot(url, 'Patient/large', { ...patient(documentBytes), id: 'large' })
  for (let number = 0; number < 10; number++) {
    await putAsRoot(url, `Patient/a${number}`, { ...patient(documentBytes / 10), id: `a${number}` })
  }
}

async function measureReaders(
  name: string,
  server: ServerProcess,
  { path, readers }: { readonly path: string; readonly readers: number },
): Promise<Row> {
  const authorization = await asReader(server.url)
  const answer = await fetch(server.url + path, { headers: { authorization } })
  await answer.arrayBuffer()
  const { host, hostname, port } = new URL(server.url)
  const lines = [`GET ${path} HTTP/1.1`, `host: ${host}`, `authorization: ${authorization}`, '', '']
  const before = residentMb(server.pid)
  const sockets = Array.from({ length: readers }, () => connect({ host: hostname, port: Number(port) }))
  const statuses = new Map<string, number>()
  for (const socket of sockets)
    askOnly(socket, lines.join('\r\n'), (status) => {
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
    })
  const endsAt = performance.now() + watchMs
  let most = before
  while (performance.now() < endsAt) {
    most = Math.max(most, residentMb(server.pid))
    await Bun.sleep(lookEveryMs)
  }
  for (const socket of sockets) socket.destroy()
  await Bun.sleep(1_000)
  const answers = [...statuses].map(([status, times]) => `${times} × ${status}`).join(', ')
  const more = most - before
  const aim = `≤ ${limitMb} MB more: ${more <= limitMb ? 'met' : 'missed'}`
  return { name, figures: { before, most, more, after: residentMb(server.pid) }, words: { answers, aim } }
}

/** Takes the first piece of the answer, and nothing more. */
function askOnly(socket: Socket, request: string, onStatus: (status: string) => void): void {
  socket.on('error', () => {})
  socket.once('data', (chunk) => {
    socket.pause()
    onStatus(chunk.toString('latin1').split(' ')[1] ?? '')
  })
  socket.write(request)
}
