/** The methods of one path, and what is answered for those that it does not have (RFC 9110 §9.1, §15.5.6). */
import { AppError } from '../../kernel/errors.ts'
import type { Exchange } from '../exchange.ts'
import { baseHeaders } from '../response/resource-response.ts'

export type Handler = (exchange: Exchange) => Promise<Response> | Response

/** Upper case; HEAD and OPTIONS are not in it, they follow from the others. */
export type MethodTable = ReadonlyMap<string, Handler>

const knownMethods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

/** Throws AppError `method-not-allowed` with `Allow`, and `not-supported` for methods that HTTP's core does not have. */
export function runMethod(exchange: Exchange, methods: MethodTable): Promise<Response> | Response {
  const { method } = exchange.request
  const handler = methods.get(method === 'HEAD' ? 'GET' : method)
  if (handler !== undefined) return handler(exchange)
  if (method === 'OPTIONS') return options(exchange, methods)
  if (!knownMethods.has(method))
    throw new AppError('not-supported', 'unknown-method', 'The method is not known')
  throw new AppError('method-not-allowed', 'method-not-allowed', `The path does not take ${method}`, {
    headers: { allow: allowOf(methods) },
  })
}

export function allowOf(methods: MethodTable): string {
  const names = [...methods.keys()].flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]))
  return [...names, 'OPTIONS'].join(', ')
}

function options(exchange: Exchange, methods: MethodTable): Response {
  return new Response(null, { status: 204, headers: { ...baseHeaders(exchange), allow: allowOf(methods) } })
}
