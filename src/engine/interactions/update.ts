/** https://hl7.org/fhir/R4/http.html#update: replaces, or creates under the id of the URL. */
import { AppError } from '../../kernel/errors.ts'
import type { EngineParts, Task } from '../engine-parts.ts'
import { preconditionFailed, toExpectation } from '../expectation.ts'
import type { Outcome } from '../outcome.ts'
import { parseBody } from '../parse-body.ts'
import { toWriteOutcome } from '../resource-answer.ts'
import { parseTargetId } from '../target-id.ts'
import { writeResource } from '../write-resource.ts'

export async function update(parts: EngineParts, { type, operation, conditions }: Task): Promise<Outcome> {
  const id = parseTargetId(operation)
  const body = parseBody(type, operation.body)
  if (body.id !== undefined && body.id !== null && body.id !== id) {
    throw new AppError('invalid', 'id-mismatch', 'The id of the resource is not the id of the URL', {
      expression: `${type.type}.id`,
    })
  }
  const expect = await toExpectation(conditions, () => parts.store.read(type.type, id))
  const written = await writeResource(parts, { type, id, body, expect })
  if (written === null) throw preconditionFailed()
  return toWriteOutcome(type, written.version, written.outcome === 'created', conditions)
}
