/** What is answered at a path for methods that it does not have, and where there is no path (RFC 9110 §9.1, §15.5.6). */

import type { Engine } from '../../engine/create-engine.ts'
import { knownMethods, toAllow } from '../../engine/operation-row.ts'
import type { Authenticate, Operation } from '../../engine/ports/access.ts'
import { AppError } from '../../kernel/errors.ts'
import { suggest } from '../../kernel/nearest-name.ts'
import type { Registry } from '../../schema/registry.ts'
import type { Handler } from '../answer.ts'
import type { Exchange } from '../exchange.ts'
import { baseHeaders } from '../response/resource-response.ts'

/** By method, upper case; HEAD and OPTIONS are not in it, they follow from the others. */
export type MethodTable = ReadonlyMap<string, Handler>

/** Throws AppError: with `Allow` for a method of HTTP's core, as not supported for any other. */
export function createOtherMethods(
  methods: MethodTable,
  isNavigation: boolean,
  parts: UnbuiltParts,
): Handler {
  const allow = toAllow(methods.keys()).filter((method) => method !== 'HEAD' || !isNavigation)
  return async (exchange, { id }) => {
    const { method } = exchange.request
    if (method !== 'OPTIONS') {
      await askFirst(exchange, parts)
      await refuseUnbuiltId(exchange, id, parts)
    }
    if (method === 'OPTIONS') {
      const headers = { ...baseHeaders(exchange), allow: allow.join(', ') }
      return new Response(null, { status: 204, headers })
    }
    if (!knownMethods.includes(method))
      throw new AppError('not-supported', 'unknown-method', 'The method is not known')
    const message = `The path does not take ${method}; it takes ${allow.join(', ')}`
    throw new AppError('not-offered', 'method-not-allowed', message, { allow })
  }
}

/** `paths`: all that there are, as Elysia writes them. */
export function createNoSuchPath(paths: Iterable<string>, parts: UnbuiltParts): Handler {
  const fixed = [...paths].filter((path) => !/[:*]/.test(path))
  return async (exchange) => {
    const { headers, method } = exchange.request
    const asked = headers.get('access-control-request-method')
    // A browser asks before it sends: without an answer nobody there reads that the path is not there.
    if (method === 'OPTIONS' && asked !== null && knownMethods.includes(asked)) {
      return new Response(null, { status: 204, headers: { ...baseHeaders(exchange), allow: asked } })
    }
    await askFirst(exchange, parts)
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

export interface UnbuiltParts {
  readonly engine: Pick<Engine, 'authorize'>
  readonly authenticate: Authenticate
  readonly registry: Registry
}

/** Who and whether comes first, also for what is not built. Throws AppError `unauthenticated` or `forbidden`. */
async function askFirst(exchange: Exchange, { engine, authenticate, registry }: UnbuiltParts): Promise<void> {
  const found = findUnbuilt(exchange, registry)
  if (found === undefined) return
  const { snapshot } = exchange
  const caller = await authenticate(snapshot)
  exchange.callerName = caller?.name
  await engine.authorize(caller, { ...found, query: [], request: snapshot })
}

/** By method, at a type and at a resource of it. */
const unbuiltAtType: Readonly<Record<string, string>> = {
  PUT: 'FhirConditionalUpdate',
  PATCH: 'FhirConditionalPatch',
  DELETE: 'FhirConditionalDelete',
}

/** The operation of FHIR that is meant, where there is one. */
function findUnbuilt(
  { request: { method }, target: { segments } }: Exchange,
  registry: Registry,
): Pick<Operation, 'id' | 'type' | 'resourceId'> | undefined {
  const [first = '', second, third] = segments[0] === 'fhir' ? segments.slice(1) : segments
  if (first === '_history') return { id: 'FhirSystemHistory' }
  const type = registry.get(first)?.type
  if (type === undefined) return undefined
  if (second === undefined) {
    const id = unbuiltAtType[method]
    return id === undefined ? undefined : { id, type }
  }
  if (second === '_history') return { id: 'FhirTypeHistory', type }
  if (second === '_search') return { id: 'FhirSearch', type }
  const isPatch = method === 'PATCH' && third === undefined && !second.startsWith('$')
  return isPatch ? { id: 'FhirPatch', type, resourceId: second } : undefined
}

/** What FHIR has at paths of resources and this server does not: said so, rather than taken for a resource's id. */
const unbuilt: ReadonlyMap<string | undefined, string> = new Map([
  ['_search', 'Searching with POST is not supported yet; use GET'],
  ['_history', 'The history of a type or of the system is not supported yet; use /<Type>/<id>/_history'],
])

function refuseUnbuilt(exchange: Exchange): void {
  const sentence = sayUnbuilt(exchange)
  if (sentence !== undefined) throw new AppError('not-supported', 'not-supported', sentence)
}

function sayUnbuilt({ target: { segments } }: Exchange): string | undefined {
  const [first, second] = segments[0] === 'fhir' ? segments.slice(1) : segments
  const isOperation = segments.some((segment) => segment.startsWith('$'))
  return (
    unbuilt.get(first) ?? unbuilt.get(second) ?? (isOperation ? 'The operation is not supported' : undefined)
  )
}

/** Of a route with an id, which begins so where FHIR has operations and the like. Undefined: it is an id. */
export function refuseUnbuiltId(
  exchange: Exchange,
  id: string | undefined,
  parts: UnbuiltParts,
): Promise<never> | undefined {
  const begin = id?.charCodeAt(0)
  if (begin !== 0x24 && begin !== 0x5f) return undefined
  const sentence = sayUnbuilt(exchange)
  if (sentence === undefined) return undefined
  return askFirst(exchange, parts).then(() => {
    throw new AppError('not-supported', 'not-supported', sentence)
  })
}
