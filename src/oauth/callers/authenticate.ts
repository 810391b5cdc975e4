/** Recognises the caller of a request by its Authorization header; never by the query string (RFC 9700 §2.4). */
import type { Authenticate } from '../../engine/ports/access.ts'
import type { BasicCallers } from './basic.ts'
import type { BearerCallers } from './bearer.ts'
import { invalidToken } from './challenges.ts'

/** Null: another scheme, which may be another authenticator's. Bearer and Basic are this one's: an unknown token is a bad one. */
export function createAuthenticate(bearer: BearerCallers, basic: BasicCallers): Authenticate {
  return (request) => {
    const authorization = request.headers.get('authorization')
    if (authorization === null) return null
    const scheme = authorization.slice(0, 7).toLowerCase()
    if (scheme === 'bearer ') {
      const token = authorization.slice(7).trim()
      // RFC 6750 §2.1: b64token; anything else is not worth a look-up.
      if (!/^[A-Za-z0-9._~+/-]+=*$/.test(token)) throw invalidToken('The access token is malformed')
      return bearer.recognise(token)
    }
    if (scheme.startsWith('basic ')) return basic.recognise(authorization, request.remoteAddress)
    return null
  }
}
