/** https://hl7.org/fhir/R4/http.html#create; an id in the body is respected. */
import { AppError } from '../../kernel/errors.ts'
import type { EngineParts, Task } from '../engine-parts.ts'
import type { Outcome } from '../outcome.ts'
import { parseBody } from '../parse-body.ts'
import { toWriteOutcome } from '../resource-answer.ts'
import { checkResourceId } from '../target-id.ts'
import { writeResource } from '../write-resource.ts'

export async function create(parts: EngineParts, { type, operation, conditions }: Task): Promise<Outcome> {
  const body = parseBody(type, operation.body)
  const hasId = body.id !== undefined && body.id !== null
  const id = hasId ? checkResourceId(body.id, `${type.type}.id`) : parts.random.uuid()
  const written = await writeResource(parts, { type, id, body, expect: { kind: 'absent' } })
  if (written === null) throw new AppError('conflict', 'id-taken', `${type.type}/${id} exists already`)
  return toWriteOutcome(type, written.version, true, conditions)
}
