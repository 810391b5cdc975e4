/** `__debug=policy` or `x-debug: policy`: why the request is allowed or refused, instead of its answer. */
import type { Engine } from '../../engine/create-engine.ts'
import type { Caller, Operation } from '../../engine/ports/access.ts'
import type { MediaType } from '../../formats/media-type.ts'
import type { Exchange } from '../exchange.ts'
import { findParameter } from '../request/query.ts'
import { baseHeaders, formatBody } from '../response/resource-response.ts'

/** Looks at raw text only, as every request passes here. Whether the value is the right one is seen later. */
export function mayWantExplanation({ target, request }: Exchange, engine: Engine): boolean {
  if (engine.explain === undefined) return false
  return target.queryString?.includes('__debug=') === true || request.headers.has('x-debug')
}

/** Null: the caller did not ask for it, or may not know. Nothing is carried out. */
export async function explainDecision(
  exchange: Exchange,
  caller: Caller | null,
  asked: { readonly operation: Operation; readonly mediaType: MediaType },
  engine: Engine,
): Promise<Response | null> {
  if (caller === null || !wantsPolicy(exchange)) return null
  const explanation = await engine.explain?.(caller, asked.operation)
  if (!explanation) return null
  const headers = {
    ...baseHeaders(exchange),
    'content-type': `${asked.mediaType}; charset=utf-8`,
    'cache-control': 'no-store',
  }
  return new Response(formatBody(explanation, asked.mediaType, exchange.isPretty), { headers })
}

function wantsPolicy({ request, query }: Exchange): boolean {
  return request.headers.get('x-debug') === 'policy' || findParameter(query, '__debug') === 'policy'
}
