/** Paths of the server itself: health, capabilities, operations, the OpenAPI document. */
import type { Engine } from '../../engine/create-engine.ts'
import { systemOperations } from '../../engine/operations.ts'
import type { Authenticate, Operation, OperationInfo } from '../../engine/ports/access.ts'
import { toJsonText } from '../../formats/json-text.ts'
import { AppError } from '../../kernel/errors.ts'
import type { JsonObject } from '../../kernel/json.ts'
import type { BrowserPages, ServerFacts } from '../../plugin.ts'
import type { Handler, Params } from '../answer.ts'
import type { Exchange } from '../exchange.ts'
import { parseAnswerFormat, parsePretty, wantsPage } from '../request/answer-format.ts'
import { parseQuery } from '../request/query.ts'
import { setHeaders } from '../response/cors.ts'
import { baseHeaders, toDocumentResponse } from '../response/resource-response.ts'
import type { HttpRoute } from './interaction-routes.ts'

export interface SystemParts {
  readonly engine: Engine
  readonly authenticate: Authenticate
  readonly baseUrl: string
  /** What `GET /Operation` lists; when left out, the operations of the engine and of this surface. */
  readonly operations?: readonly OperationInfo[]
  readonly isHealthy: () => Promise<boolean> | boolean
  readonly facts: (state: ServerFacts['state']) => ServerFacts
  readonly pages?: BrowserPages
  readonly capabilityStatement: () => Promise<JsonObject> | JsonObject
  readonly openApi: () => Promise<JsonObject> | JsonObject
  /** Whether the document is for everybody; otherwise policies decide. */
  readonly isOpenApiPublic?: boolean
}

type SystemOperationId = (typeof systemOperations)[number]['id']

export function createSystemRoutes(parts: SystemParts): readonly HttpRoute[] {
  const metadata: Handler = async (exchange) => answer(exchange, await parts.capabilityStatement())
  const operations: Readonly<Record<SystemOperationId, Handler>> = {
    ListOperations: (exchange, params) => answerOperations(exchange, params, parts),
    OpenApi: (exchange) => answerOpenApi(exchange, parts),
  }
  return [
    { method: 'GET', path: '/', handle: (exchange) => showIndex(exchange, parts) },
    { method: 'GET', path: '/health', handle: (exchange) => answerHealth(exchange, parts) },
    ...underFhir({ method: 'GET', path: '/metadata', handle: metadata }),
    ...underFhir({ method: 'POST', path: '/', handle: (exchange) => refuseBundle(exchange, parts) }),
    ...systemOperations.flatMap(({ id, method, places, isUnderFhir }) => {
      const routes = places.map((path) => ({ method, path, handle: operations[id] }))
      return isUnderFhir ? routes.flatMap(underFhir) : routes
    }),
  ]
}

function underFhir(route: HttpRoute): readonly HttpRoute[] {
  return [route, { ...route, path: `/fhir${route.path}`.replace(/\/$/, '') }]
}

async function refuseBundle(exchange: Exchange, parts: SystemParts): Promise<never> {
  await authorize(exchange, parts, { id: 'FhirBatch' })
  const message = 'Bundles (batch and transaction) are not supported yet'
  throw new AppError('not-supported', 'not-supported', message)
}

/** What this is and where to go. With criteria it would be a search of all types. */
async function showIndex(exchange: Exchange, parts: SystemParts): Promise<Response> {
  const query = parseQuery(exchange.target.queryString)
  if (query.some(([name]) => name !== '_format' && name !== '_pretty')) {
    throw new AppError('not-supported', 'not-supported', 'Searching all types at once is not supported yet')
  }
  const facts = parts.facts(await stateOf(parts))
  if (parts.pages !== undefined && wantsPage(exchange)) {
    return setHeaders(parts.pages.index(facts, exchange.snapshot), baseHeaders(exchange))
  }
  return toDocumentResponse(exchange, facts, parseAnswerFormat(exchange, query), 'no-store')
}

async function stateOf({ isHealthy }: SystemParts): Promise<ServerFacts['state']> {
  const answers = await Promise.resolve()
    .then(isHealthy)
    .catch(() => false)
  return answers ? 'pass' : 'fail'
}

async function answerHealth(exchange: Exchange, parts: SystemParts): Promise<Response> {
  const status = await stateOf(parts)
  const headers = {
    ...baseHeaders(exchange),
    'content-type': 'application/json',
    'cache-control': 'no-store',
  }
  return new Response(JSON.stringify({ status }), { status: status === 'pass' ? 200 : 503, headers })
}

async function answerOpenApi(exchange: Exchange, parts: SystemParts): Promise<Response> {
  if (!parts.isOpenApiPublic) await authorize(exchange, parts, { id: 'OpenApi' })
  const document = await parts.openApi()
  if (exchange.target.path === '/docs' && parts.pages !== undefined) {
    return setHeaders(parts.pages.api(document, exchange.snapshot), baseHeaders(exchange))
  }
  const query = parseQuery(exchange.target.queryString)
  const headers = {
    ...baseHeaders(exchange),
    'content-type': 'application/json',
    'cache-control': 'private, no-cache',
  }
  const indent = parsePretty(query) ? 2 : undefined
  return new Response(toJsonText(document, indent), { headers })
}

async function answerOperations(exchange: Exchange, { id }: Params, parts: SystemParts): Promise<Response> {
  await authorize(exchange, parts, { id: 'ListOperations', type: 'Operation', resourceId: id })
  const all = listOperations(parts)
  if (id !== undefined) {
    const found = all.find((operation) => operation.id === id)
    if (found === undefined) throw new AppError('not-found', 'not-found', 'There is no such operation')
    return answer(exchange, found)
  }
  const entry = all.map((resource) => ({
    fullUrl: `${parts.baseUrl}/Operation/${resource.id}`,
    resource,
    search: { mode: 'match' },
  }))
  return answer(exchange, { resourceType: 'Bundle', type: 'searchset', total: entry.length, entry })
}

function listOperations(parts: SystemParts) {
  const all = parts.operations ?? [...parts.engine.operations, ...systemOperations]
  const known = new Map(all.map((one) => [one.id, one.description]))
  return [...known].map(([id, description]) => ({ resourceType: 'Operation', id, description }))
}

async function authorize(
  exchange: Exchange,
  parts: SystemParts,
  what: Pick<Operation, 'id' | 'type' | 'resourceId'>,
): Promise<Operation> {
  const caller = await parts.authenticate(exchange.snapshot)
  exchange.callerName = caller?.name
  const query = parseQuery(exchange.target.queryString)
  const operation = { ...what, query, request: exchange.snapshot }
  await parts.engine.authorize(caller, operation)
  return operation
}

function answer(exchange: Exchange, document: JsonObject): Response {
  const query = parseQuery(exchange.target.queryString)
  return toDocumentResponse(exchange, document, parseAnswerFormat(exchange, query))
}
