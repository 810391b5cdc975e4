/** A request to the engine, from the caller's recognition to the answer. */
import { askerOf } from '../../engine/asker-of.ts'
import type { Engine } from '../../engine/create-engine.ts'
import type { Authenticate } from '../../engine/ports/access.ts'
import { type Exchange, endStage } from '../exchange.ts'
import { type AnswerRoom, toResponse } from '../response/resource-response.ts'
import { explainDecision, mayWantExplanation } from './explain-decision.ts'
import { type Place, readWish, toOperation } from './read-wish.ts'

export interface InteractionParts {
  readonly engine: Engine
  readonly authenticate: Authenticate
  readonly room: AnswerRoom
}

export async function runInteraction(
  exchange: Exchange,
  place: Place,
  { engine, authenticate, room }: InteractionParts,
): Promise<Response> {
  const found = authenticate(exchange.snapshot)
  const caller = found instanceof Promise ? await found : found
  exchange.callerName = caller?.name
  endStage(exchange, 'auth')
  const wished = readWish(exchange, place, caller, { engine, documents: room.documents })
  const wish = wished instanceof Promise ? await wished : wished
  endStage(exchange, 'read')
  const operation = toOperation(exchange, place, wish.query, wish.body)
  if (mayWantExplanation(exchange, engine)) {
    const explained = await explainDecision(exchange, caller, { operation, format: wish.format }, engine)
    if (explained !== null) return explained
  }
  const answer = await engine.perform(caller, operation, wish.conditions)
  endStage(exchange, 'engine')
  const { format } = wish
  const way = { format, baseUrl: place.baseUrl, asker: askerOf(caller, exchange.snapshot) }
  const made = toResponse(exchange, answer, way, room)
  const response = made instanceof Promise ? await made : made
  endStage(exchange, 'format')
  return response
}
