/** What is answered at a path for methods that it does not have, and where there is no path (RFC 9110 §9.1, §15.5.6). */
import { knownMethods, toAllow } from '../../engine/operation-row.ts'
import { AppError } from '../../kernel/errors.ts'
import { suggest } from '../../schema/nearest-name.ts'
import type { Handler } from '../answer.ts'
import type { Exchange } from '../exchange.ts'
import { baseHeaders } from '../response/resource-response.ts'

/** By method, upper case; HEAD and OPTIONS are not in it, they follow from the others. */
export type MethodTable = ReadonlyMap<string, Handler>

/** Throws AppError: with `Allow` for a method of HTTP's core, as not supported for any other. */
export function createOtherMethods(methods: MethodTable, isNavigation: boolean): Handler {
  const allow = toAllow(methods.keys()).filter((method) => method !== 'HEAD' || !isNavigation)
  return (exchange, { id }) => {
    const { method } = exchange.request
    refuseUnbuiltId(exchange, id)
    if (method === 'OPTIONS') {
      const headers = { ...baseHeaders(exchange), allow: allow.join(', ') }
      return new Response(null, { status: 204, headers })
    }
    if (!knownMethods.includes(method))
      throw new AppError('not-supported', 'unknown-method', 'The method is not known')
    const message = `The path does not take ${method}`
    throw new AppError('not-offered', 'method-not-allowed', message, { allow })
  }
}

/** `paths`: all that there are, as Elysia writes them. */
export function createNoSuchPath(paths: Iterable<string>): Handler {
  const fixed = [...paths].filter((path) => !path.includes(':'))
  return (exchange) => {
    refuseUnbuilt(exchange)
    const message = `There is no such path or resource type${suggestPath(exchange.target.segments, fixed)}`
    throw new AppError('not-found', 'unknown-path', message)
  }
}

/** By the whole path, or by the type that it begins with. */
function suggestPath(segments: readonly string[], paths: readonly string[]): string {
  const whole = suggest(`/${segments.join('/')}`, paths)
  if (whole !== '' || segments.length < 2) return whole
  return suggest(`/${segments.slice(0, segments[0] === 'fhir' ? 2 : 1).join('/')}`, paths)
}

/** What FHIR has at paths of resources and this server does not: said so, rather than taken for a resource's id. */
const unbuilt: ReadonlyMap<string | undefined, string> = new Map([
  ['_search', 'Searching with POST is not supported yet; use GET'],
  ['_history', 'The history of a type or of the system is not supported yet; use /<Type>/<id>/_history'],
])

function refuseUnbuilt({ target: { segments } }: Exchange): void {
  const [first, second] = segments[0] === 'fhir' ? segments.slice(1) : segments
  const sentence = unbuilt.get(first) ?? unbuilt.get(second)
  if (sentence !== undefined) throw new AppError('not-supported', 'not-supported', sentence)
  if (segments.some((segment) => segment.startsWith('$'))) {
    throw new AppError('not-supported', 'not-supported', 'The operation is not supported')
  }
}

/** Of a route with an id: no id begins so, and operations and the like of FHIR do. */
export function refuseUnbuiltId(exchange: Exchange, id: string | undefined): void {
  const begin = id?.charCodeAt(0)
  if (begin === 0x24 || begin === 0x5f) refuseUnbuilt(exchange)
}
