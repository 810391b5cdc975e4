/** An HTTP server on whichever runtime this is. */
import { runtimeName } from './process.ts'

export interface ServeOptions {
  readonly hostname: string
  /** 0: any free port. */
  readonly port: number
  readonly fetch: (request: Request) => Response | Promise<Response>
}

export interface RunningServer {
  /** The port that is listened on. */
  readonly port: number
  /** The other end of the connection that a running request came by. */
  readonly requestIP: (request: Request) => { readonly address: string } | null
  /** From now on every answer ends its connection (RFC 9112 §9.6), so that nobody sends a request into one that is closed. */
  readonly drain: () => void
  /** Takes no new connections and lets running requests finish, but waits for at most `graceMs`. */
  readonly stop: (graceMs: number) => Promise<void>
}

/** Throws PortError when the address cannot be listened on. */
export function serve(options: ServeOptions): RunningServer {
  let isDraining = false
  const fetch = (request: Request) =>
    isDraining ? endConnection(options.fetch(request)) : options.fetch(request)
  try {
    const listening = { ...options, fetch }
    const server = runtimeName === 'bun' ? serveOnBun(listening) : serveOnDeno(listening)
    return {
      ...server,
      drain() {
        isDraining = true
      },
    }
  } catch (error) {
    throw new PortError(options, error)
  }
}

async function endConnection(answered: Response | Promise<Response>): Promise<Response> {
  const response = await answered
  const last = new Response(response.body, response)
  last.headers.set('connection', 'close')
  return last
}

type Listening = Omit<RunningServer, 'drain'>

export class PortError extends Error {
  constructor({ hostname, port }: ServeOptions, cause: unknown) {
    const reason = reasonOf(cause, hostname, port)
    super(`Cannot listen on ${hostname}:${port}: ${reason}`, { cause })
    this.name = 'PortError'
  }
}

const hosts = 'HOST must be an address of this machine, such as 127.0.0.1, or 0.0.0.0 for all'

function reasonOf(cause: unknown, hostname: string, port: number): string {
  const { code, message, name } = cause as { code?: string; message?: string; name?: string }
  if (code === 'EADDRINUSE' || name === 'AddrInUse') {
    // Bun says the same of a name that it cannot resolve.
    const isName = !/^[\d.]+$|:|^localhost$/.test(hostname)
    return `the port is in use. Stop the other server, or choose another port: PORT=${port + 1}${isName ? `. Or else: ${hosts}` : ''}`
  }
  if (code === 'EACCES' || name === 'PermissionDenied')
    return 'this user may not use the port; choose one above 1023'
  return `${message ?? 'unknown reason'}; ${hosts}`
}

/** Above the largest body that the HTTP surface takes, so that its own 413 answers what is a little too large. */
const maxRequestBodyBytes = 9 * 1024 * 1024
/** Longer than everything that a request may wait for, so that each has its answer before. */
const idleTimeoutSeconds = 120

function serveOnBun({ hostname, port, fetch }: ServeOptions): Listening {
  const server = Bun.serve({
    hostname,
    port,
    fetch: (request) => fetch(request),
    maxRequestBodySize: maxRequestBodyBytes,
    idleTimeout: idleTimeoutSeconds,
    // Never the page with the stack.
    development: false,
    // Without development Bun shares the port with any other process of this user, unless it is told not to.
    reusePort: false,
    error: () => new Response(null, { status: 500 }),
  })
  return {
    port: server.port ?? port,
    requestIP: (request) => server.requestIP(request),
    stop: (graceMs) => finishWithin(graceMs, server.stop(false), () => server.stop(true)),
  }
}

/** Deno tells the connection beside the request, once: the request keeps it. */
interface Connection {
  readonly remoteAddr: { readonly hostname?: string }
}

const connection = Symbol('connection')

interface ConnectedRequest extends Request {
  [connection]?: Connection
}

/** What is used of `Deno`, whose types are not loaded beside Bun's. */
interface DenoServe {
  serve(
    options: { hostname: string; port: number; onListen: () => void; onError: (error: unknown) => Response },
    handler: (request: Request, info: Connection) => Response | Promise<Response>,
  ): { addr: { port: number }; shutdown(): Promise<void> }
}

function serveOnDeno({ hostname, port, fetch }: ServeOptions): Listening {
  const { Deno: deno } = globalThis as unknown as { Deno: DenoServe }
  const server = deno.serve(
    { hostname, port, onListen: () => {}, onError: () => new Response(null, { status: 500 }) },
    (request: ConnectedRequest, info) => {
      request[connection] = info
      return fetch(request)
    },
  )
  return {
    port: server.addr.port,
    requestIP(request: ConnectedRequest) {
      const address = request[connection]?.remoteAddr.hostname
      return address === undefined ? null : { address }
    },
    // A shutdown that has begun cannot be cut short; what is left ends with the process.
    stop: (graceMs) => finishWithin(graceMs, server.shutdown(), async () => {}),
  }
}

async function finishWithin(
  graceMs: number,
  finished: Promise<void>,
  cut: () => Promise<void>,
): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const timeIsUp = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), graceMs)
  })
  const first = await Promise.race([finished, timeIsUp])
  clearTimeout(timer)
  if (first === 'late') await cut()
}
