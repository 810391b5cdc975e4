/** One request on its way: plain data, made once. What needs work is worked out by the step that needs it. */
import type { RequestSnapshot } from '../engine/ports/access.ts'
import { AppError } from '../kernel/errors.ts'
import type { Log } from '../kernel/log.ts'
import type { Random } from '../kernel/random.ts'
import { createRecognisePeer, type Peer, type PeerServer, peerAddressOf } from './request/peer.ts'
import { createRequestIds, isSaneRequestId, type MakeRequestId } from './request/request-id.ts'
import { checkHost, parseTarget, type Target } from './request/target.ts'

export interface Exchange {
  readonly request: Request
  readonly target: Target
  /** Why the request cannot be routed, when it cannot. */
  readonly problem: unknown
  /** What plug-ins and policies see. HEAD is told as GET: who may read may ask for the headers (RFC 9110 §9.3.2). */
  readonly snapshot: RequestSnapshot
  /** Milliseconds, monotonic. */
  readonly startedAt: number
  /** For `Server-Timing`, where callers are told: stages that ended, with the moment of their end. */
  readonly stages: (readonly [name: string, endedAt: number])[] | undefined
  /** For the log; set when the caller has been recognised. */
  callerName: string | undefined
  /** What else the log says of it: why it was refused, and whom it is about. */
  notes: Readonly<Record<string, string>> | undefined
}

export interface StartOptions {
  readonly random: Random
  /** Told of peers whose `X-Forwarded-For` is not believed. */
  readonly log: Pick<Log, 'warn'>
  /** The public URL, without a slash at its end. */
  readonly baseUrl: string
  /** Addresses or CIDR ranges whose `X-Forwarded-*`, `Forwarded` and `X-Request-Id` are believed. */
  readonly trustedProxies?: readonly string[]
  /** Tells callers who are known the stage timings, in `Server-Timing`. */
  readonly devMode?: boolean
}

export type StartExchange = (request: Request, server: PeerServer | null) => Exchange

const unreadable: Target = { path: '/', segments: [], queryString: undefined, isCanonical: true }

/** Never throws: what is wrong with the URL is the exchange's `problem`. */
export function createStartExchange(options: StartOptions): StartExchange {
  const recognisePeer = createRecognisePeer(options.trustedProxies ?? [], options.baseUrl, options.log)
  const makeRequestId = createRequestIds(options.random)
  return (request, server) => {
    const startedAt = performance.now()
    const peer = recognisePeer(peerAddressOf(request, server), request)
    const found = findTarget(request)
    return {
      request,
      target: found.target,
      problem: found.problem,
      snapshot: toSnapshot(request, found.target, peer, chooseRequestId(request, peer, makeRequestId)),
      startedAt,
      stages: options.devMode === true ? [] : undefined,
      callerName: undefined,
      notes: undefined,
    }
  }
}

export function note(exchange: Exchange, facts: Readonly<Record<string, string>>): void {
  exchange.notes = exchange.notes === undefined ? facts : { ...exchange.notes, ...facts }
}

const longestReason = 300

/** Why it was refused, for its line in the log: what the caller is told, and whom it is about. */
export function noteError(exchange: Exchange, error: unknown): void {
  if (!(error instanceof AppError)) return
  note(exchange, { code: error.code, reason: error.message.slice(0, longestReason), ...error.about })
}

export function endStage({ stages }: Exchange, name: string): void {
  if (stages !== undefined) stages.push([name, performance.now()])
}

function findTarget({ url, headers }: Request): { readonly target: Target; readonly problem?: unknown } {
  try {
    checkHost(headers.get('host'))
    return { target: parseTarget(url) }
  } catch (problem) {
    return { target: unreadable, problem }
  }
}

function toSnapshot(
  request: Request,
  target: Target,
  { scheme, address, isProxied }: Peer,
  requestId: string,
): RequestSnapshot {
  return {
    method: request.method === 'HEAD' ? 'GET' : request.method,
    scheme,
    path: target.path,
    queryString: target.queryString,
    headers: request.headers,
    remoteAddress: address,
    isProxied,
    requestId,
  }
}

function chooseRequestId(request: Request, peer: Peer, make: MakeRequestId): string {
  const given = peer.isProxied ? request.headers.get('x-request-id') : null
  return given !== null && isSaneRequestId(given) ? given : make()
}
