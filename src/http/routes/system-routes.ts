/** Paths of the server itself: health, capabilities, operations, the OpenAPI document. */
import type { Engine } from '../../engine/create-engine.ts'
import type { Authenticate, Operation, OperationInfo } from '../../engine/ports/access.ts'
import { toJsonText } from '../../formats/json-text.ts'
import { AppError } from '../../kernel/errors.ts'
import type { JsonObject } from '../../kernel/json.ts'
import type { Exchange } from '../exchange.ts'
import { baseHeaders, formatBody } from '../response/resource-response.ts'
import type { Handler, MethodTable } from './method-table.ts'

export interface SystemParts {
  readonly engine: Engine
  readonly authenticate: Authenticate
  readonly baseUrl: string
  readonly operations?: readonly OperationInfo[]
  readonly isHealthy: () => Promise<boolean> | boolean
  readonly capabilityStatement: () => Promise<JsonObject> | JsonObject
  readonly openApi: () => Promise<JsonObject> | JsonObject
}

export interface SystemRoute {
  readonly pattern: string
  readonly methods: MethodTable
}

/** Operations of these paths that policies can link to. */
export const systemOperations = [
  { id: 'ListOperations', description: 'Lists the operations that policies can link to: GET /Operation' },
  { id: 'OpenApi', description: 'Reads the OpenAPI document: GET /openapi.json' },
] as const

export function createSystemRoutes(parts: SystemParts): readonly SystemRoute[] {
  const metadata = get(async (exchange) => answer(exchange, await parts.capabilityStatement()))
  return [
    { pattern: '/health', methods: get((exchange) => health(exchange, parts)) },
    { pattern: '/metadata', methods: metadata },
    { pattern: '/fhir/metadata', methods: metadata },
    { pattern: '/openapi.json', methods: get((exchange) => openApi(exchange, parts)) },
    ...['/Operation', '/fhir/Operation'].flatMap((pattern) => [
      { pattern, methods: get((exchange) => listOperations(exchange, parts)) },
      { pattern: `${pattern}/:id`, methods: get((exchange) => readOperation(exchange, parts)) },
    ]),
    {
      pattern: '/',
      methods: new Map([
        ...get((exchange) => showIndex(exchange, parts)),
        ...notYet('POST', 'Bundles (batch and transaction) are not supported yet'),
      ]),
    },
    { pattern: '/fhir', methods: notYet('POST', 'Bundles (batch and transaction) are not supported yet') },
  ]
}

function get(handler: Handler): MethodTable {
  return new Map([['GET', handler]])
}

function notYet(method: string, sentence: string): MethodTable {
  const refuse = () => {
    throw new AppError('not-supported', 'not-supported', sentence)
  }
  return new Map([[method, refuse]])
}

/** Where to go from the address that the terminal shows. With criteria it would be a search of all types. */
function showIndex(exchange: Exchange, { baseUrl }: SystemParts): Response {
  if (exchange.query.some(([name]) => name !== '_format' && name !== '_pretty')) {
    throw new AppError('not-supported', 'not-supported', 'Searching all types at once is not supported yet')
  }
  const paths = ['metadata', 'openapi.json', 'health', 'Operation']
  const links = Object.fromEntries(paths.map((path) => [path, `${baseUrl}/${path}`]))
  return answer(exchange, { name: 'Firekeep', links })
}

async function health(exchange: Exchange, parts: SystemParts): Promise<Response> {
  const isHealthy = await Promise.resolve()
    .then(parts.isHealthy)
    .catch(() => false)
  const headers = {
    ...baseHeaders(exchange),
    'content-type': 'application/json',
    'cache-control': 'no-store',
  }
  return new Response(isHealthy ? '{"status":"pass"}' : '{"status":"fail"}', {
    status: isHealthy ? 200 : 503,
    headers,
  })
}

async function openApi(exchange: Exchange, parts: SystemParts): Promise<Response> {
  await authorize(exchange, parts, { id: 'OpenApi' })
  const headers = {
    ...baseHeaders(exchange),
    'content-type': 'application/json',
    'cache-control': 'private, no-cache',
  }
  return new Response(toJsonText(await parts.openApi(), exchange.isPretty ? 2 : undefined), { headers })
}

async function listOperations(exchange: Exchange, parts: SystemParts): Promise<Response> {
  await authorize(exchange, parts, { id: 'ListOperations', type: 'Operation' })
  const entry = allOperations(parts).map((resource) => ({
    fullUrl: `${parts.baseUrl}/Operation/${resource.id}`,
    resource,
    search: { mode: 'match' },
  }))
  return answer(exchange, { resourceType: 'Bundle', type: 'searchset', total: entry.length, entry })
}

async function readOperation(exchange: Exchange, parts: SystemParts): Promise<Response> {
  const id = exchange.target.segments.at(-1) ?? ''
  await authorize(exchange, parts, { id: 'ListOperations', type: 'Operation', resourceId: id })
  const found = allOperations(parts).find((operation) => operation.id === id)
  if (found === undefined) throw new AppError('not-found', 'not-found', 'There is no such operation')
  return answer(exchange, found)
}

function allOperations(parts: SystemParts) {
  const all = parts.operations ?? [...parts.engine.operations, ...systemOperations]
  const known = new Map(all.map((one) => [one.id, one.description]))
  return [...known].map(([id, description]) => ({ resourceType: 'Operation', id, description }))
}

async function authorize(
  exchange: Exchange,
  parts: SystemParts,
  what: Pick<Operation, 'id' | 'type' | 'resourceId'>,
): Promise<void> {
  const caller = await parts.authenticate(exchange.snapshot)
  exchange.callerName = caller?.name
  await parts.engine.authorize(caller, { ...what, query: exchange.query, request: exchange.snapshot })
}

function answer(exchange: Exchange, document: JsonObject): Response {
  const mediaType = exchange.mediaType()
  const headers = {
    ...baseHeaders(exchange),
    'content-type': `${mediaType}; charset=utf-8`,
    'cache-control': 'private, no-cache',
  }
  return new Response(formatBody(document, mediaType, exchange.isPretty), { headers })
}
