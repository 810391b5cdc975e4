/**
 * Who may call from a browser (Fetch Standard §3.2). Credentials of the browser (cookies) are never allowed: callers send
 * tokens themselves, so that a wildcard gives away nothing that is not public.
 */
import type { StartedPlugin } from '../../plugin.ts'

export interface Cors {
  /** For answers that say nothing of it yet: whether they depend on the origin, so that caches must know. */
  readonly mark: (response: Response) => Response
  /** Adds what the browser wants to know. */
  readonly apply: (request: Request, response: Response, origin: string) => Promise<Response>
}

/** No origin is told anything. */
export const noCors: Cors = { mark: (response) => response, apply: async (_, response) => response }

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
    mark: (response) => (isOff ? response : setHeaders(response, { vary: varyOf(response) })),
    async apply(request, response, origin) {
      if (isOff) return response
      const vary = varyOf(response)
      const granted = (await isAllowed(origin)) ? origin : named.has('*') ? '*' : undefined
      if (granted === undefined) return setHeaders(response, { vary })
      return setHeaders(response, { vary, ...toGrant(request, response, granted) })
    },
  }
}

/** Names of headers (RFC 9110 §5.1), separated by commas. */
const headerNames = /^[\w!#$%&'*+.^`|~-]+(?: ?, ?[\w!#$%&'*+.^`|~-]+)*$/
const longestNames = 1000

/** What is asked for: no header gives a caller more than its token does. */
function toAllowedHeaders(asked: string | null): string {
  return asked !== null && asked.length <= longestNames && headerNames.test(asked) ? asked : allowedHeaders
}

function toGrant(request: Request, response: Response, granted: string): Record<string, string> {
  const grant = { 'access-control-allow-origin': granted }
  if (request.method !== 'OPTIONS' || !request.headers.has('access-control-request-method')) {
    return { ...grant, 'access-control-expose-headers': exposedHeaders }
  }
  return {
    ...grant,
    'access-control-allow-methods': response.headers.get('allow') ?? '',
    'access-control-allow-headers': toAllowedHeaders(request.headers.get('access-control-request-headers')),
    'access-control-max-age': '600',
  }
}

/** The same response, or a copy of it where its headers cannot be changed (such as `Response.redirect`). */
export function setHeaders(response: Response, headers: Readonly<Record<string, string>>): Response {
  try {
    for (const name in headers) response.headers.set(name, headers[name] ?? '')
    return response
  } catch {
    const copy = new Headers(response.headers)
    for (const name in headers) copy.set(name, headers[name] ?? '')
    const { status, statusText } = response
    return new Response(response.body, { status, statusText, headers: copy })
  }
}

function varyOf(response: Response): string {
  const vary = response.headers.get('vary')
  if (vary === null || vary === '') return 'Origin'
  return /\borigin\b/i.test(vary) ? vary : `${vary}, Origin`
}
