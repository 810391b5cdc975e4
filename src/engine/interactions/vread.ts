/** https://hl7.org/fhir/R4/http.html#vread */

import { AppError } from '../../kernel/errors.ts'
import { type Answer, toReadAnswer } from '../answers.ts'
import type { EngineParts, Task } from '../engine-parts.ts'
import { wasDeleted } from '../missing-resource.ts'
import { checkParameters, parseTargetId } from '../parameters.ts'
import { isVersionId } from '../preconditions.ts'

export async function vread(parts: EngineParts, task: Task): Promise<Answer> {
  const { store } = parts
  const { type, operation, conditions, decision } = task
  const id = parseTargetId(operation)
  checkParameters(operation.query, [], conditions)
  const versionId = operation.versionId ?? ''
  const version = isVersionId(versionId) ? await store.vread(type.type, id, versionId, decision.rows) : null
  if (version === null) {
    throw new AppError('not-found', 'not-found', `There is no version ${versionId} of ${type.type}/${id}`)
  }
  if (version.status === 'deleted') throw wasDeleted(type, id)
  return toReadAnswer(parts, task, version)
}
