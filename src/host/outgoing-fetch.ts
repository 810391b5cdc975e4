/** Calls of plug-ins to other servers, within limits: a URL may come from somebody who means to reach what is behind us. */
import { AppError } from '../kernel/errors.ts'
import { parseIpAddress } from '../kernel/ip-range.ts'
import type { OutgoingFetch, OutgoingOptions } from '../plugin.ts'
import { type CallOut, RefusedAddress } from './outgoing-call.ts'
import { createAddressCheck } from './public-address.ts'

export interface OutgoingLimits {
  /** OUTGOING_INSECURE_HTTP */
  readonly outgoingInsecureHttp: boolean
  /** OUTGOING_PRIVATE_RANGES */
  readonly outgoingPrivateRanges: readonly string[]
}

const defaults = { timeoutMs: 10_000, maxBytes: 1024 * 1024 }
const bounds = { timeoutMs: 60_000, maxBytes: 16 * 1024 * 1024 }

export function createOutgoingFetch(limits: OutgoingLimits, callOut: CallOut): OutgoingFetch {
  const isAllowed = createAddressCheck(limits.outgoingPrivateRanges)
  return async (url, options = {}) => {
    const target = checkUrl(url, limits.outgoingInsecureHttp, isAllowed)
    try {
      return await callOut({ ...toCall(options), url: target, isAllowed })
    } catch (error) {
      if (error instanceof RefusedAddress) throw refuse(error.message)
      throw new AppError('transient', 'outgoing-failed', 'Another server did not answer as it should', {
        cause: error,
      })
    }
  }
}

function toCall({ method = 'GET', headers = {}, body, ...wanted }: OutgoingOptions) {
  const within = (name: 'timeoutMs' | 'maxBytes') => Math.min(wanted[name] ?? defaults[name], bounds[name])
  return { method, headers, body, timeoutMs: within('timeoutMs'), maxBytes: within('maxBytes') }
}

function checkUrl(url: string | URL, isHttpAllowed: boolean, isAllowed: (address: string) => boolean): URL {
  const target = URL.parse(url)
  if (target === null) throw refuse('it is not an absolute URL')
  if (target.protocol !== 'https:' && !(isHttpAllowed && target.protocol === 'http:'))
    throw refuse('only https is allowed')
  if (target.username !== '' || target.password !== '') throw refuse('a URL must not carry credentials')
  // A name is looked up, and checked, when it is connected to; `URL` has made plain addresses of 0x7f.1 and its like.
  const host = target.hostname.replace(/^\[(.*)\]$/, '$1')
  if (parseIpAddress(host) !== null && !isAllowed(host)) throw refuse('the address may not be called')
  return target
}

/** No caller of ours did wrong: whoever let the URL come this far has to say what it means to theirs. */
function refuse(why: string): AppError {
  return new AppError('exception', 'outgoing-refused', `The URL is not called: ${why}`)
}
