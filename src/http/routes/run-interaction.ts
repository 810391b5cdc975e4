/** A request to the engine, from the caller's recognition to the answer. */

import type { Engine } from '../../engine/create-engine.ts'
import type { Caller, Operation } from '../../engine/ports/access.ts'
import type { Conditions } from '../../engine/preconditions.ts'
import type { MediaType } from '../../formats/media-type.ts'
import { AppError } from '../../kernel/errors.ts'
import type { JsonObject } from '../../kernel/json.ts'
import type { Interaction } from '../../schema/resource-definition.ts'
import type { Exchange } from '../exchange.ts'
import { readConditions, writeConditions } from '../request/conditions.ts'
import { mayBeLarge, readResource } from '../request/resource-body.ts'
import { toResponse } from '../response/resource-response.ts'
import type { AuthenticateCaller } from './authenticate-caller.ts'
import { explainDecision, mayWantExplanation } from './explain-decision.ts'

export interface InteractionParts {
  readonly engine: Engine
  readonly authenticate: AuthenticateCaller
  readonly baseUrl: string
}

/** What the route says of the resource. */
export interface Place {
  readonly interaction: Interaction
  readonly type: string
  readonly resourceId?: string
  readonly versionId?: string
  /** Whether the path began with `/fhir`. */
  readonly isUnderFhir: boolean
}

const operationIds: Partial<Record<Interaction, string>> = {
  read: 'FhirRead',
  vread: 'FhirVread',
  'search-type': 'FhirSearch',
  create: 'FhirCreate',
  update: 'FhirUpdate',
  delete: 'FhirDelete',
  'history-instance': 'FhirHistory',
}

/** What is read of the request besides its caller. */
interface Wish {
  readonly mediaType: MediaType
  readonly query: Operation['query']
  readonly body: JsonObject | undefined
  readonly conditions: Conditions
}

export async function runInteraction(
  exchange: Exchange,
  place: Place,
  parts: InteractionParts,
): Promise<Response> {
  const found = parts.authenticate(exchange.snapshot)
  const caller = found instanceof Promise ? await found : found
  exchange.callerName = caller?.name
  exchange.endStage('auth')
  const wished = readWish(exchange, place, caller, parts.engine)
  const wish = wished instanceof Promise ? await wished : wished
  exchange.endStage('read')
  const operation = toOperation(exchange, place, wish.query, wish.body)
  if (mayWantExplanation(exchange, parts.engine)) {
    const asked = { operation, mediaType: wish.mediaType }
    const explained = await explainDecision(exchange, caller, asked, parts.engine)
    if (explained !== null) return explained
  }
  const answer = await parts.engine.perform(caller, operation, wish.conditions)
  exchange.endStage('engine')
  const baseUrl = place.isUnderFhir ? `${parts.baseUrl}/fhir` : parts.baseUrl
  const response = toResponse(exchange, answer, wish.mediaType, baseUrl)
  exchange.endStage('format')
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
  if (place.interaction === 'create' || place.interaction === 'update') {
    // Of callers whom nobody knows: parsing a large body costs time before it is known that they may not.
    const isSuspicious = caller === null && mayBeLarge(exchange.request)
    return (isSuspicious ? authorizeFirst() : Promise.resolve())
      .then(() => readResource(exchange.request))
      .then((body) => toWish(exchange, place, body))
      .catch(complain)
  }
  try {
    return toWish(exchange, place, undefined)
  } catch (problem) {
    return complain(problem)
  }
}

function toWish(exchange: Exchange, place: Place, body: JsonObject | undefined): Wish {
  const { request } = exchange
  const isRead = request.method === 'GET' || request.method === 'HEAD'
  if (place.interaction === 'create') refuseConditionalCreate(request.headers)
  return {
    mediaType: exchange.mediaType(),
    query: exchange.query,
    body,
    conditions: isRead ? readConditions(request.headers) : writeConditions(request.headers),
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
  exchange: Exchange,
  place: Place,
  query: Operation['query'],
  body: JsonObject | undefined,
): Operation {
  return {
    id: operationIds[place.interaction] ?? place.interaction,
    type: place.type,
    resourceId: place.resourceId,
    versionId: place.versionId,
    query,
    body,
    request: exchange.snapshot,
  }
}
