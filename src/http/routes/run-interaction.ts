/** A request to the engine, from the caller's recognition to the answer. */

import type { Engine } from '../../engine/create-engine.ts'
import type { EngineOperation } from '../../engine/operation-row.ts'
import type { Authenticate, Caller, Operation } from '../../engine/ports/access.ts'
import type { Conditions } from '../../engine/preconditions.ts'
import { AppError } from '../../kernel/errors.ts'
import type { JsonObject } from '../../kernel/json.ts'
import { type Exchange, endStage } from '../exchange.ts'
import { type AnswerFormat, parseAnswerFormat } from '../request/answer-format.ts'
import { readConditions, writeConditions } from '../request/conditions.ts'
import { parseQuery, type QueryParameters } from '../request/query.ts'
import { mayBeLarge, readResource } from '../request/resource-body.ts'
import { toResponse } from '../response/resource-response.ts'
import { explainDecision, mayWantExplanation } from './explain-decision.ts'

export interface InteractionParts {
  readonly engine: Engine
  readonly authenticate: Authenticate
}

/** What the route says of the resource. */
export interface Place {
  readonly row: EngineOperation
  readonly type: string
  readonly resourceId?: string
  readonly versionId?: string
  /** Where the resources live, with `/fhir` when it was called so. */
  readonly baseUrl: string
}

/** What is read of the request besides its caller. */
interface Wish {
  readonly format: AnswerFormat
  readonly query: QueryParameters
  readonly body: JsonObject | undefined
  readonly conditions: Conditions
}

export async function runInteraction(
  exchange: Exchange,
  place: Place,
  { engine, authenticate }: InteractionParts,
): Promise<Response> {
  const found = authenticate(exchange.snapshot)
  const caller = found instanceof Promise ? await found : found
  exchange.callerName = caller?.name
  endStage(exchange, 'auth')
  const wished = readWish(exchange, place, caller, engine)
  const wish = wished instanceof Promise ? await wished : wished
  endStage(exchange, 'read')
  const operation = toOperation(exchange, place, wish.query, wish.body)
  if (mayWantExplanation(exchange, engine)) {
    const explained = await explainDecision(exchange, caller, { operation, format: wish.format }, engine)
    if (explained !== null) return explained
  }
  const answer = await engine.perform(caller, operation, wish.conditions)
  endStage(exchange, 'engine')
  const response = toResponse(exchange, answer, wish.format, place.baseUrl)
  endStage(exchange, 'format')
  return response
}

/** Who may not do it at all hears that, before any complaint about the request itself. */
function readWish(
  exchange: Exchange,
  place: Place,
  caller: Caller | null,
  engine: Engine,
): Wish | Promise<Wish> {
  const authorizeFirst = () => engine.authorize(caller, toOperation(exchange, place, [], undefined))
  const complain = async (problem: unknown): Promise<never> => {
    await authorizeFirst()
    throw problem
  }
  if (place.row.body === 'resource') {
    // Of callers whom nobody knows: parsing a large body costs time before it is known that they may not.
    const isSuspicious = caller === null && mayBeLarge(exchange.request)
    return (isSuspicious ? authorizeFirst() : Promise.resolve())
      .then(() => readResource(exchange.request))
      .then((body) => parseWish(exchange, place, body))
      .catch(complain)
  }
  try {
    return parseWish(exchange, place, undefined)
  } catch (problem) {
    return complain(problem)
  }
}

function parseWish(exchange: Exchange, { row }: Place, body: JsonObject | undefined): Wish {
  const { headers } = exchange.request
  if (row.interaction === 'create') refuseConditionalCreate(headers)
  const query = parseQuery(exchange.target.queryString)
  return {
    format: parseAnswerFormat(exchange, query),
    query,
    body,
    conditions: row.method === 'GET' ? readConditions(headers) : writeConditions(headers),
  }
}

/** Ignoring the condition would make duplicates. */
function refuseConditionalCreate(headers: Headers): void {
  if (headers.has('if-none-exist')) {
    throw new AppError(
      'not-supported',
      'not-supported',
      'Conditional create (If-None-Exist) is not supported yet',
    )
  }
}

function toOperation(
  { snapshot }: Exchange,
  { row, type, resourceId, versionId }: Place,
  query: QueryParameters,
  body: JsonObject | undefined,
): Operation {
  return { id: row.id, type, resourceId, versionId, query, body, request: snapshot }
}
