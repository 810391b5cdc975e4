/** The client's end of a redirect: a page on a free port that remembers what it was called with. */
import { Buffer } from 'node:buffer'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface CallbackServer {
  /** The redirect URI. */
  readonly url: string
  /** Parameters of the calls so far, of queries and of forms. */
  readonly calls: readonly URLSearchParams[]
  readonly close: () => void
}

export async function openCallbackServer(): Promise<CallbackServer> {
  const calls: URLSearchParams[] = []
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://callback')
    if (pathname !== '/cb') return response.writeHead(204).end()
    calls.push(request.method === 'POST' ? await readForm(request) : searchParams)
    return response.writeHead(200, { 'content-type': 'text/html' }).end('<title>Arrived</title>')
  })
  // A browser opens connections ahead of need, and drops them.
  server.on('clientError', (_, socket) => socket.destroy())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const close = () => {
    server.close()
    server.closeAllConnections()
  }
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/cb`, calls, close }
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  const chunks: Uint8Array[] = []
  for await (const chunk of request) chunks.push(chunk as Uint8Array)
  return new URLSearchParams(Buffer.concat(chunks).toString())
}
