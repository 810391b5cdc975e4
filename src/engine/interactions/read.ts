/** https://hl7.org/fhir/R4/http.html#read and #cread: one statement unless the resource is missing. */
import { type Answer, toReadAnswer } from '../answers.ts'
import type { EngineParts, Task } from '../engine-parts.ts'
import { toMissingError } from '../missing-resource.ts'
import { checkParameters, parseTargetId } from '../parameters.ts'
import { isCurrentCopy } from '../preconditions.ts'

export async function read(parts: EngineParts, task: Task): Promise<Answer> {
  const { store } = parts
  const { type, operation, conditions, decision, decidedOn } = task
  const id = parseTargetId(operation)
  checkParameters(operation.query, [], conditions)
  const isRead = decidedOn !== undefined && decision.rows === undefined
  const version = isRead ? decidedOn : await store.read(type.type, id, decision.rows)
  if (version === null) throw await toMissingError(store, type, id, decision.rows)
  if (isCurrentCopy(version, conditions)) {
    const { versionId, lastUpdated } = version
    return { status: 304, kind: 'empty', versionId, lastUpdated }
  }
  return toReadAnswer(parts, task, version)
}
