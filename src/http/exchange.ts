/** One request on its way: what several steps need of it, made when it is first asked for. */
import type { RequestSnapshot } from '../engine/ports/access.ts'
import type { MediaType } from '../formats/media-type.ts'
import { negotiate, negotiateLeniently } from '../formats/negotiate.ts'
import type { Peer } from './request/peer.ts'
import { findParameter, parseQuery, type QueryParameters } from './request/query.ts'
import { bodyFormat } from './request/resource-body.ts'
import type { Target } from './request/target.ts'

export interface ExchangeStart {
  readonly request: Request
  readonly target: Target
  readonly peer: Peer
  readonly requestId: string
  /** Why the request cannot be routed, when it cannot. */
  readonly problem?: unknown
}

export class Exchange {
  readonly request: Request
  readonly target: Target
  readonly peer: Peer
  readonly requestId: string
  readonly problem: unknown
  /** Milliseconds, monotonic. */
  readonly startedAt: number = performance.now()
  /** For the log; set when the caller has been recognised. */
  callerName: string | undefined
  /** For `Server-Timing`: stages that ended, with the moment of their end. */
  readonly stages: (readonly [name: string, endedAt: number])[] = []
  /** Whether the response has the headers of all responses already. */
  hasBaseHeaders = false
  #query: QueryParameters | undefined
  #snapshot: RequestSnapshot | undefined

  constructor(start: ExchangeStart) {
    this.request = start.request
    this.target = start.target
    this.peer = start.peer
    this.requestId = start.requestId
    this.problem = start.problem
  }

  endStage(name: string): void {
    this.stages.push([name, performance.now()])
  }

  /** Throws AppError `invalid`. */
  get query(): QueryParameters {
    this.#query ??= parseQuery(this.target.queryString)
    return this.#query
  }

  /** HEAD is told as GET: who may read may ask for the headers (RFC 9110 §9.3.2). */
  get snapshot(): RequestSnapshot {
    this.#snapshot ??= toSnapshot(this)
    return this.#snapshot
  }

  /** Throws AppError `not-acceptable`, or `invalid` for a query that cannot be read. */
  mediaType(): MediaType {
    return negotiate(this.request.headers.get('accept'), this.#format(), bodyFormat(this.request))
  }

  /** For errors: JSON where the caller's wish cannot be met. */
  errorMediaType(): MediaType {
    let format: string | undefined
    try {
      format = this.#format()
    } catch {}
    return negotiateLeniently(this.request.headers.get('accept'), format, bodyFormat(this.request))
  }

  get isPretty(): boolean {
    return this.target.queryString !== undefined && findParameter(this.query, '_pretty') === 'true'
  }

  #format(): string | undefined {
    return this.target.queryString === undefined ? undefined : findParameter(this.query, '_format')
  }
}

function toSnapshot({ request, target, peer, requestId }: Exchange): RequestSnapshot {
  return {
    method: request.method === 'HEAD' ? 'GET' : request.method,
    scheme: peer.scheme,
    path: target.path,
    queryString: target.queryString,
    // Copied only when somebody asks: on Deno the first look at the headers is what costs.
    get headers() {
      return request.headers
    },
    remoteAddress: peer.address,
    isProxied: peer.isProxied,
    requestId,
  }
}
