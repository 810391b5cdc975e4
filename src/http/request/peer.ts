/**
 * Who is at the other end: the peer, or what a trusted proxy says of it (RFC 7239, and the older `X-Forwarded-*`).
 * Headers of a peer that is not a trusted proxy are not looked at.
 */

import { type IpRange, isInRange, parseIpAddress, parseIpRange } from '../../kernel/ip-range.ts'
import { type Log, silentLog } from '../../kernel/log.ts'

export interface Peer {
  readonly address: string
  readonly scheme: 'http' | 'https'
  /** Whether the other end of the connection is a trusted proxy. */
  readonly isProxied: boolean
}

/** What knows who is at the other end of a request's connection: a server of the runtime, as Elysia's contexts have it. */
export interface PeerServer {
  readonly requestIP: (request: Request) => { readonly address: string } | null
}

const peerAddress = Symbol('peer address')

interface ToldRequest extends Request {
  [peerAddress]?: string
}

/** For requests that no server knows: made by a test, or again because the first was spelled in another way. */
export function withPeerAddress(request: ToldRequest, address: string): Request {
  request[peerAddress] = address
  return request
}

/** Empty when nobody knows it, as behind Elysia's `mount`. */
export function peerAddressOf(request: ToldRequest, server: PeerServer | null): string {
  return request[peerAddress] ?? server?.requestIP(request)?.address ?? ''
}

export type RecognisePeer = (peerAddress: string, request: Request) => Peer

/** `trustedProxies`: addresses or CIDR ranges. Throws Error for one that is neither. `log` hears of peers that may be missing. */
export function createRecognisePeer(
  trustedProxies: readonly string[],
  baseUrl: string,
  log: Pick<Log, 'warn'> = silentLog,
): RecognisePeer {
  const warn = createWarnOnce(log)
  const ranges = trustedProxies.map(toRange)
  const scheme = baseUrl.startsWith('https:') ? 'https' : 'http'
  const isTrusted = (text: string) => {
    const address = parseIpAddress(text)
    return address !== null && ranges.some((range) => isInRange(address, range))
  }
  return (peerAddress, request) => {
    if (ranges.length === 0 || !isTrusted(peerAddress)) {
      warn(peerAddress, request.headers)
      return { address: peerAddress, scheme, isProxied: false }
    }
    const hops = forwardedHops(request.headers)
    // The nearest hop that is not a proxy of ours: what stands left of it was written by anybody.
    const client = hops.findLast((hop) => !isTrusted(hop.address)) ?? hops[0]
    return { address: client?.address ?? peerAddress, scheme: client?.scheme ?? scheme, isProxied: true }
  }
}

const maxWarnings = 100

/** Once a peer, and for so many of them: anybody may send these headers. */
function createWarnOnce(log: Pick<Log, 'warn'>): (peer: string, headers: Headers) => void {
  const warned = new Set<string>()
  return (peer, headers) => {
    if (warned.size >= maxWarnings || warned.has(peer)) return
    if (!headers.has('x-forwarded-for') && !headers.has('forwarded')) return
    warned.add(peer)
    log.warn(
      'X-Forwarded-For or Forwarded comes from a peer that is not in TRUSTED_PROXIES and is not believed. If the peer is a proxy of yours, its address counts as that of everybody behind it: add it to TRUSTED_PROXIES.',
      { peer },
    )
  }
}

function toRange(text: string): IpRange {
  const range = parseIpRange(text)
  if (range === null) throw new Error(`Not an IP address or range: ${text}`)
  return range
}

interface Hop {
  readonly address: string
  readonly scheme: 'http' | 'https' | undefined
}

/** In the order of the way: the client first, the last proxy last. Addresses that are none stay as they are. */
function forwardedHops(headers: Headers): readonly Hop[] {
  const addresses = headers.get('x-forwarded-for')
  const forwarded = headers.get('forwarded')
  // A proxy that writes the one passes the other through as the client sent it; nearly all write this one.
  if (addresses === null) return forwarded === null ? [] : forwarded.split(',').map(parseForwarded)
  const schemes = headers.get('x-forwarded-proto')?.split(',') ?? []
  return addresses.split(',').map((address, index, all) => ({
    address: plainAddress(address),
    scheme: toScheme(schemes.length === all.length ? schemes[index] : schemes.at(-1)),
  }))
}

/** RFC 7239 §4: `for="[2001:db8::1]:4711";proto=https` */
function parseForwarded(element: string): Hop {
  const pairs = new Map<string, string>()
  for (const pair of element.split(';')) {
    const equals = pair.indexOf('=')
    if (equals > 0) pairs.set(pair.slice(0, equals).trim().toLowerCase(), pair.slice(equals + 1).trim())
  }
  const unquote = (value: string | undefined) => value?.replace(/^"(.*)"$/, '$1')
  return {
    address: plainAddress(unquote(pairs.get('for')) ?? ''),
    scheme: toScheme(unquote(pairs.get('proto'))),
  }
}

/** Without brackets and port. */
function plainAddress(text: string): string {
  const address = text.trim()
  const bracketed = /^\[([^\]]*)\](?::\d+)?$/.exec(address)
  if (bracketed !== null) return bracketed[1] ?? ''
  const withPort = /^([^:]+):\d+$/.exec(address)
  return (withPort?.[1] ?? address).slice(0, 64)
}

function toScheme(text: string | undefined): 'http' | 'https' | undefined {
  const scheme = text?.trim().toLowerCase()
  return scheme === 'https' || scheme === 'http' ? scheme : undefined
}
