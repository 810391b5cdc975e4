/**
 * One request to another server, with Node's clients, which Bun and Deno both have: unlike `fetch` they let us look up the
 * name ourselves, so that the address that is connected to is the one that was checked.
 */
import { lookup as lookUpName } from 'node:dns'
import { type ClientRequest, type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { LookupFunction } from 'node:net'
import { type OutgoingCall, RefusedAddress } from '../host/outgoing-call.ts'
import { collectBytes } from '../kernel/collect-bytes.ts'

/** The whole answer, redirects included. Rejects when it is late, too large, or does not come. */
export function callOut(call: OutgoingCall): Promise<Response> {
  const { url, method, headers, body, timeoutMs } = call
  const send = url.protocol === 'https:' ? requestHttps : requestHttp
  return new Promise((resolve, reject) => {
    let client: ClientRequest | undefined
    const timer = setTimeout(() => fail(new Error(`no whole answer within ${timeoutMs} ms`)), timeoutMs)
    const fail = (error: Error) => {
      clearTimeout(timer)
      reject(error)
      client?.destroy()
    }
    const options = { method, headers: { 'accept-encoding': 'identity', ...headers }, lookup: lookUp(call) }
    client = send(url, { ...options, agent: false }, (answer) => {
      readBody(answer, call.maxBytes).then((bytes) => {
        clearTimeout(timer)
        resolve(toResponse(answer, bytes))
      }, fail)
    })
    client.on('error', fail)
    client.end(body)
  })
}

/** One private address among public ones is reason enough: which of them is taken is not ours to say. */
function lookUp({ isAllowed }: OutgoingCall): LookupFunction {
  return (name, options, tell) => {
    lookUpName(name, { ...options, all: true }, (error, addresses) => {
      if (error) return tell(error, '', 0)
      const [first] = addresses
      if (first === undefined || !addresses.every(({ address }) => isAllowed(address)))
        return tell(new RefusedAddress('the name leads to an address that may not be called'), '', 0)
      if (options.all === true) return tell(null, addresses)
      tell(null, first.address, first.family)
    })
  }
}

function readBody(answer: IncomingMessage, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const tooLarge = () => new Error(`the answer is larger than ${maxBytes} bytes`)
  return collectBytes(answer as AsyncIterable<Uint8Array>, maxBytes, tooLarge)
}

function toResponse(answer: IncomingMessage, bytes: Uint8Array<ArrayBuffer>): Response {
  const headers = new Headers()
  for (const [name, values] of Object.entries(answer.headersDistinct)) {
    for (const value of values ?? []) headers.append(name, value)
  }
  const status = answer.statusCode ?? 0
  // The Fetch Standard allows no body with these.
  const body = [204, 205, 304].includes(status) ? null : bytes
  return new Response(body, { status, headers })
}
