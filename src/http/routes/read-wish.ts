/** What is read of a request besides its caller. No body is read before it is known that the caller could be allowed it. */
import { askerOf } from '../../engine/asker-of.ts'
import type { Engine } from '../../engine/create-engine.ts'
import type { EngineOperation } from '../../engine/operation-row.ts'
import type { Caller, Operation } from '../../engine/ports/access.ts'
import type { Conditions } from '../../engine/preconditions.ts'
import type { LargeDocuments } from '../../formats/large-documents.ts'
import { AppError } from '../../kernel/errors.ts'
import type { Exchange } from '../exchange.ts'
import { type AnswerFormat, parseAnswerFormat } from '../request/answer-format.ts'
import { readConditions, writeConditions } from '../request/conditions.ts'
import { parseQuery, type QueryParameters } from '../request/query.ts'
import { maximumBodyBytes, type ReadBody, readResource, strangerBodyBytes } from '../request/resource-body.ts'
import { mayWantExplanation } from './explain-decision.ts'

/** What the route says of the resource. */
export interface Place {
  readonly row: EngineOperation
  readonly type: string
  readonly resourceId?: string
  readonly versionId?: string
  /** Where the resources live, with `/fhir` when it was called so. */
  readonly baseUrl: string
}

export interface Wish {
  readonly format: AnswerFormat
  readonly query: QueryParameters
  readonly body: ReadBody | undefined
  readonly conditions: Conditions
}

export interface WishParts {
  readonly engine: Engine
  readonly documents: LargeDocuments
}

/** Who may not do it at all hears that, before any complaint about the request itself. Throws AppError. */
export function readWish(
  exchange: Exchange,
  place: Place,
  caller: Caller | null,
  parts: WishParts,
): Wish | Promise<Wish> {
  if (place.row.body === 'resource') return readWithBody(exchange, place, caller, parts)
  try {
    return parseWish(exchange, place, undefined)
  } catch (problem) {
    return parts.engine.authorize(caller, toOperation(exchange, place, [], undefined)).then(() => {
      throw problem
    })
  }
}

async function readWithBody(
  exchange: Exchange,
  place: Place,
  caller: Caller | null,
  { engine, documents }: WishParts,
): Promise<Wish> {
  const asked = findLimit(exchange, place, caller, engine)
  const limitBytes = typeof asked === 'number' ? asked : await asked
  try {
    return parseWish(
      exchange,
      place,
      await readResource(exchange.request, {
        limitBytes,
        documents,
        asker: askerOf(caller, exchange.snapshot),
      }),
    )
  } catch (problem) {
    await engine.authorize(caller, toOperation(exchange, place, [], undefined))
    throw problem
  }
}

/** How many bytes the body may have. Without a promise where the access has none. Throws AppError for a caller who may not. */
function findLimit(
  exchange: Exchange,
  place: Place,
  caller: Caller | null,
  engine: Engine,
): number | Promise<number> {
  const limitBytes = caller === null ? strangerBodyBytes : maximumBodyBytes
  const admitted = engine.admit(caller, toOperation(exchange, place, readableQuery(exchange), undefined))
  if (admitted === undefined) return limitBytes
  return admitted.then(
    () => limitBytes,
    (refusal) => {
      // Who asks why may hear of the request as it is, if it is small.
      if (caller !== null && mayWantExplanation(exchange, engine)) return strangerBodyBytes
      throw refusal
    },
  )
}

/** One that cannot be read is complained of later. */
function readableQuery({ target }: Exchange): QueryParameters {
  try {
    return parseQuery(target.queryString)
  } catch {
    return []
  }
}

function parseWish(exchange: Exchange, { row }: Place, body: ReadBody | undefined): Wish {
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

export function toOperation(
  { snapshot }: Exchange,
  { row, type, resourceId, versionId, baseUrl }: Place,
  query: QueryParameters,
  body: ReadBody | undefined,
): Operation {
  return {
    id: row.id,
    type,
    resourceId,
    versionId,
    query,
    baseUrl,
    body: body?.value,
    bodyLength: body?.length,
    bodyText: body?.text,
    request: snapshot,
  }
}
