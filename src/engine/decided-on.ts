/** A decision that looked at the stored resource holds for the version that it saw, and for no other. */
import type { Answer } from './answers.ts'
import type { EngineParts, Task } from './engine-parts.ts'
import type { EngineOperation } from './operation-row.ts'
import type { Expectation } from './ports/store.ts'
import { isExpected, preconditionFailed, unchangedSince } from './preconditions.ts'

/** An operation that is decided. */
export interface Plan {
  readonly row: EngineOperation
  readonly task: Task
}

/** Another write came between the decision and what it allowed: it has to be decided anew. */
class Overtaken extends Error {}

/** The expectation of a write, which has to meet the version that was decided on. Throws AppError `precondition`. */
export function bindToDecided({ decidedOn }: Task, expect: Expectation): Expectation {
  if (decidedOn === undefined) return expect
  if (!isExpected(expect, decidedOn)) throw preconditionFailed()
  return unchangedSince(decidedOn)
}

/** Why a write was refused by the store: the caller's conditions, or the decision's. */
export function refusedWrite({ decidedOn }: Task): Error {
  return decidedOn === undefined ? preconditionFailed() : new Overtaken()
}

/** Undefined: another write came between the decision and what it allowed. */
export async function carryOut({ row, task }: Plan, parts: EngineParts): Promise<Answer | undefined> {
  try {
    const answer = await row.perform(parts, task)
    return (await isStillDecided(row, parts, task)) ? answer : undefined
  } catch (error) {
    if (error instanceof Overtaken) return undefined
    throw error
  }
}

/** For what was read after the decision: numbers grow along a history, so nothing newer is in it. */
async function isStillDecided(row: EngineOperation, { store }: EngineParts, task: Task): Promise<boolean> {
  const { type, operation, decision, decidedOn } = task
  // Writes are conditional, and a read answers what was seen.
  const isBound = row.method !== 'GET' || (row.interaction === 'read' && decision.rows === undefined)
  if (isBound || decidedOn === undefined) return true
  const current = await store.read(type.type, operation.resourceId ?? '')
  return current?.versionId === decidedOn?.versionId
}
