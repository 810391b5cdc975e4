/**
 * Who may call from a browser (Fetch Standard §3.2). Credentials of the browser (cookies) are never allowed: callers send
 * tokens themselves, so that a wildcard gives away nothing that is not public.
 */
import type { StartedPlugin } from '../../plugin.ts'
import { setHeaders } from './set-headers.ts'

export interface Cors {
  /** Adds what the browser wants to know; the response as it is when nobody is allowed anything. */
  readonly apply: (request: Request, response: Response) => Promise<Response> | Response
}

const allowedHeaders = [
  'authorization',
  'content-type',
  'accept',
  'if-match',
  'if-none-match',
  'if-none-exist',
  'if-modified-since',
  'prefer',
  'x-debug',
  'su',
].join(', ')
const exposedHeaders =
  'etag, last-modified, location, x-request-id, www-authenticate, retry-after, server-timing'

export function createCors(origins: readonly string[], plugins: readonly StartedPlugin[]): Cors {
  const askers = plugins.filter((plugin) => plugin.allowsOrigin !== undefined)
  const isOff = origins.length === 0 && askers.length === 0
  const named = new Set(origins)
  async function isAllowed(origin: string): Promise<boolean> {
    if (named.has(origin)) return true
    for (const plugin of askers) if (await plugin.allowsOrigin?.(origin)) return true
    return false
  }
  return {
    apply(request, response) {
      if (isOff) return response
      const origin = request.headers.get('origin')
      return origin === null
        ? setHeaders(response, { vary: varyOf(response) })
        : applyTo(request, response, origin)
    },
  }

  async function applyTo(request: Request, response: Response, origin: string): Promise<Response> {
    const vary = varyOf(response)
    const granted = (await isAllowed(origin)) ? origin : named.has('*') ? '*' : undefined
    if (granted === undefined) return setHeaders(response, { vary })
    const headers: Record<string, string> = { vary, 'access-control-allow-origin': granted }
    if (request.method !== 'OPTIONS' || !request.headers.has('access-control-request-method')) {
      headers['access-control-expose-headers'] = exposedHeaders
    } else {
      headers['access-control-allow-methods'] = response.headers.get('allow') ?? ''
      headers['access-control-allow-headers'] = allowedHeaders
      headers['access-control-max-age'] = '600'
    }
    return setHeaders(response, headers)
  }
}

function varyOf(response: Response): string {
  const vary = response.headers.get('vary')
  if (vary === null || vary === '') return 'Origin'
  return /\borigin\b/i.test(vary) ? vary : `${vary}, Origin`
}
