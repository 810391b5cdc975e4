/** Pages that were opened at another name of this server: their cookies and forms would belong to nobody. */
import type { RouteRequest } from '../../plugin.ts'
import { redirectTo } from '../authorize/respond.ts'

/** So that a proxy which does not say what name it was called by sends nobody in circles. */
const mark = 'moved'

/** To the same page below the public URL; null: it is there, or nothing better is known. Never leads anywhere else. */
export function redirectHome(request: RouteRequest, issuer: string): Response | null {
  const called = calledHost(request, issuer)
  if (request.method !== 'GET' || called === null || called === new URL(issuer).host) return null
  const url = new URL(request.url)
  if (url.searchParams.has(mark)) return null
  url.searchParams.append(mark, '1')
  return redirectTo(url.href)
}

/** Host and port as the browser has them, without the port that its scheme has anyway. */
function calledHost({ headers, isProxied }: RouteRequest, issuer: string): string | null {
  const header = headers.get(isProxied === true ? 'x-forwarded-host' : 'host')
  const [host = ''] = (header ?? '').split(',', 1)
  return URL.parse(`${new URL(issuer).protocol}//${host.trim()}`)?.host ?? null
}
