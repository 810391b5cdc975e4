/** The first step of every request: who, where to, under which id. */
import type { Random } from '../kernel/random.ts'
import { Exchange } from './exchange.ts'
import { createRecognisePeer, type Peer } from './request/peer.ts'
import { createRequestIds, isSaneRequestId, type MakeRequestId } from './request/request-id.ts'
import { parseTarget, type Target } from './request/target.ts'

export interface StartOptions {
  readonly random: Random
  readonly baseUrl: string
  readonly trustedProxies?: readonly string[]
}

export type StartExchange = (request: Request, peerAddress: string) => Exchange

const unreadable: Target = { path: '/', segments: [], queryString: undefined, isCanonical: false }

/** Never throws: what is wrong with the URL is the exchange's `problem`. */
export function createStartExchange(options: StartOptions): StartExchange {
  const recognisePeer = createRecognisePeer(options.trustedProxies ?? [], options.baseUrl)
  const makeRequestId = createRequestIds(options.random)
  return (request, peerAddress) => {
    const peer = recognisePeer(peerAddress, request)
    const requestId = chooseRequestId(request, peer, makeRequestId)
    try {
      return new Exchange({ request, target: parseTarget(request.url), peer, requestId })
    } catch (problem) {
      return new Exchange({ request, target: unreadable, peer, requestId, problem })
    }
  }
}

function chooseRequestId(request: Request, peer: Peer, make: MakeRequestId): string {
  const given = peer.isProxied ? request.headers.get('x-request-id') : null
  return given !== null && isSaneRequestId(given) ? given : make()
}
