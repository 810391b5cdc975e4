/** Elysia, which picks the handler by path. It sees nothing but the path, and nothing behind this file sees Elysia. */
import { Elysia } from 'elysia'
import type { Exchange } from './exchange.ts'

export interface RouterRoute {
  /** Elysia's pattern: exact, with `:names`, or with a `*` at its end. Exact parts win over names. */
  readonly pattern: string
  /** Any method: which ones a path has is the handler's to say, because Elysia answers 404 for the others. */
  readonly handle: (exchange: Exchange) => Promise<Response> | Response
}

export type Router = (exchange: Exchange) => Promise<Response>

/** `toResponse`: of an error that a handler threw. */
export function createRouter(
  routes: readonly RouterRoute[],
  toResponse: (exchange: Exchange, error: unknown) => Response,
): Router {
  // Elysia hands its handlers the request and nothing else of ours. Not a WeakMap: its entries cost the collector more.
  const exchanges = new Map<Request, Exchange>()
  // Handlers' errors are caught below; this is for Elysia's own, whose messages it would tell the caller.
  let app = new Elysia({ strictPath: true }).onError(
    () => new Response(null, { status: 500 }),
  ) as unknown as Elysia
  for (const { pattern, handle } of routes) {
    app = app.all(pattern, async ({ request }: { request: Request }) => {
      const exchange = exchanges.get(request)
      if (exchange === undefined) return new Response(null, { status: 500 })
      try {
        return await handle(exchange)
      } catch (error) {
        return toResponse(exchange, error)
      }
    }) as unknown as Elysia
  }
  return async (exchange) => {
    const { request, target } = exchange
    const routed = target.isCanonical ? request : new Request(canonicalUrl(target.segments))
    exchanges.set(routed, exchange)
    try {
      return await app.fetch(routed)
    } finally {
      exchanges.delete(routed)
    }
  }
}

/** A URL that spells the decoded path in the one way that Elysia's exact paths are compared with. */
function canonicalUrl(segments: readonly string[]): string {
  return `http://localhost/${segments.map((segment) => encodeURI(segment).replaceAll('?', '%3F')).join('/')}`
}
