/** A TCP proxy that can fall silent without closing, as a firewall that forgets a connection does. */
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export interface TcpProxy {
  readonly port: number
  /** From now on nothing is forwarded, and nothing closed. */
  fallSilent(): void
  close(): void
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** `ownPort`: where it listens; default any free one. */
export async function openTcpProxy(
  to: { readonly host: string; readonly port: number },
  ownPort = 0,
): Promise<TcpProxy> {
  const sockets = new Set<Socket>()
  let isSilent = false
  const server = createServer((near) => {
    const far = connect(to.port, to.host)
    for (const [from, onwards] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from)
      from.on('data', (bytes) => void (isSilent || onwards.write(bytes)))
      from.on('close', () => void (isSilent || onwards.destroy()))
      from.on('error', () => {})
    }
  })
  server.listen(ownPort, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    fallSilent() {
      isSilent = true
    },
    close() {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}
