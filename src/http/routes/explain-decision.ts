/** `__debug=policy` or `x-debug: policy`: why the request is allowed or refused, instead of its answer. */
import type { Engine } from '../../engine/create-engine.ts'
import type { Caller, Operation } from '../../engine/ports/access.ts'
import type { Exchange } from '../exchange.ts'
import type { AnswerFormat } from '../request/answer-format.ts'
import { findParameter } from '../request/query.ts'
import { toDocumentResponse } from '../response/resource-response.ts'

/** Looks at raw text only, as every request passes here. Whether the value is the right one is seen later. */
export function mayWantExplanation({ target, request }: Exchange, engine: Engine): boolean {
  if (engine.explain === undefined) return false
  return target.queryString?.includes('__debug=') === true || request.headers.has('x-debug')
}

/** Null: the caller did not ask for it, or may not know. Nothing is carried out. */
export async function explainDecision(
  exchange: Exchange,
  caller: Caller | null,
  { operation, format }: { readonly operation: Operation; readonly format: AnswerFormat },
  engine: Engine,
): Promise<Response | null> {
  if (caller === null || !wantsPolicy(exchange.request, operation)) return null
  const explanation = await engine.explain?.(caller, operation)
  return explanation ? toDocumentResponse(exchange, explanation, format, 'no-store') : null
}

function wantsPolicy({ headers }: Request, { query }: Operation): boolean {
  return headers.get('x-debug') === 'policy' || findParameter(query, '__debug') === 'policy'
}
