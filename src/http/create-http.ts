/** The HTTP surface: an Elysia app with a route for each method of each path. */
import { type AnyElysia, Elysia } from 'elysia'
import type { Authenticate } from '../engine/ports/access.ts'
import { type LargeDocuments, largeDocumentsHere } from '../formats/large-documents.ts'
import type { Log } from '../kernel/log.ts'
import { createAnswer, type Handler, type Params } from './answer.ts'
import { collectRoutes, type PathRoutes, type RouteParts } from './collect-routes.ts'
import type { StartOptions } from './exchange.ts'
import { type PeerServer, withPeerAddress } from './request/peer.ts'
import type { Compress } from './response/content-coding.ts'
import { createCors } from './response/cors.ts'
import { createOpenAnswers } from './response/open-answers.ts'
import { createNoSuchPath, createOtherMethods } from './routes/other-methods.ts'

export interface HttpOptions
  extends Omit<RouteParts, 'authenticate' | 'cors' | 'pages' | 'room'>,
    StartOptions {
  readonly log: Log
  readonly corsOrigins?: readonly string[]
  /** All authenticators in one. Its challenges are those of a 401 that has none of its own. */
  readonly callers: {
    readonly authenticate: Authenticate
    readonly challenges: readonly string[]
  }
  /** The server that listens, where it is not Elysia's own: it knows the addresses of peers. */
  readonly server?: PeerServer
  /** Default: in this thread. */
  readonly documents?: LargeDocuments
  /** Left out: answers are not compressed. */
  readonly compress?: Compress
  /** Tells the runtime that much of its memory is garbage. */
  readonly collectGarbage?: () => void
}

export interface Http {
  /** For another Elysia server: `use` it at the root. */
  readonly elysia: AnyElysia
  /** Never rejects. `peerAddress`: of the other end of the connection, where no server knows it. */
  readonly fetch: (request: Request, peerAddress?: string) => Promise<Response>
}

/** Throws Error when two plug-ins claim the same route. */
export function createHttp(options: HttpOptions): Http {
  const cors = createCors(options.corsOrigins ?? [], options.plugins)
  const pages = options.plugins.find((plugin) => plugin.pages !== undefined)?.pages
  const elysia = new Elysia({ name: 'firekeep', seed: options.baseUrl, strictPath: true })
  const answer = createAnswer({
    ...options,
    ...{ cors, pages, challenges: options.callers.challenges },
    isHttps: options.baseUrl.startsWith('https:'),
    dispatch: (request) => elysia.fetch(request),
  })
  // Elysia knows a server that it listens by itself, and only that.
  const listener = options.server ?? null
  const addTo = (path: string, isNavigation: boolean) => (method: string, handle: Handler) =>
    // Elysia reads what a handler names of its context, and makes nothing else: no body, no query, no cookies.
    elysia.route(
      method,
      path,
      ({ request, server, params }) =>
        answer({ request, server: server ?? listener, params: params ?? noParams, isNavigation }, handle),
      { parse: 'none' },
    )
  const { documents = largeDocumentsHere, compress, callers } = options
  const room = { documents, compress, openAnswers: createOpenAnswers(options.collectGarbage) }
  const routes = collectRoutes({ ...options, cors, pages, room, authenticate: callers.authenticate })
  const unbuilt = { ...options, authenticate: callers.authenticate }
  for (const [path, at] of routes) {
    addPath(at, createOtherMethods(at.methods, at.isNavigation, unbuilt), addTo(path, at.isNavigation))
  }
  const noSuchPath = createNoSuchPath(routes.keys(), unbuilt)
  // After the routes, as it is for what is none of them. Another server that uses this one keeps its own.
  elysia.onError(({ request, server }) =>
    answer({ request, server: server ?? listener, params: noParams, isNavigation: false }, noSuchPath),
  )
  return { elysia, fetch: createFetch(elysia) }
}

const noParams: Params = {}

function addPath(
  { methods, isNavigation }: PathRoutes,
  others: Handler,
  add: (method: string, handle: Handler) => void,
): void {
  for (const [method, handle] of methods) add(method, handle)
  add('ALL', others)
  // Where there is a GET, Elysia makes HEAD of it.
  if (isNavigation || !methods.has('GET'))
    add('HEAD', async (...asked) => withoutBody(await others(...asked)))
}

function createFetch(elysia: AnyElysia): Http['fetch'] {
  return (request, peerAddress) => {
    if (peerAddress !== undefined) withPeerAddress(request, peerAddress)
    const answered = Promise.resolve(elysia.fetch(request))
    return request.method === 'HEAD' ? answered.then(withoutBody) : answered
  }
}

/** RFC 9110 §8.6, §9.3.2: the headers that GET would have had; no length where GET has no body either. */
async function withoutBody(response: Response): Promise<Response> {
  const headers = new Headers(response.headers)
  if (response.body !== null) headers.set('content-length', String((await response.arrayBuffer()).byteLength))
  if (response.status === 204 || response.status === 304) headers.delete('content-length')
  return new Response(null, { status: response.status, headers })
}
