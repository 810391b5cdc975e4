/** https://hl7.org/fhir/R4/http.html#vread */

import { AppError } from '../../kernel/errors.ts'
import type { EngineParts, Task } from '../engine-parts.ts'
import { isVersionId } from '../entity-tags.ts'
import { wasDeleted } from '../missing-resource.ts'
import type { Outcome } from '../outcome.ts'
import { toReadOutcome } from '../resource-answer.ts'
import { parseTargetId } from '../target-id.ts'

export async function vread({ store }: EngineParts, { type, operation }: Task): Promise<Outcome> {
  const id = parseTargetId(operation)
  const versionId = operation.versionId ?? ''
  const version = isVersionId(versionId) ? await store.vread(type.type, id, versionId) : null
  if (version === null) {
    throw new AppError('not-found', 'not-found', `There is no version ${versionId} of ${type.type}/${id}`)
  }
  if (version.status === 'deleted') throw wasDeleted(type, id)
  return toReadOutcome(type, version)
}
