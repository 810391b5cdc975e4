/** https://hl7.org/fhir/R4/http.html#create; an id in the body is respected. */
import { AppError } from '../../kernel/errors.ts'
import { type Answer, toWriteAnswer } from '../answers.ts'
import { checkBody } from '../document.ts'
import type { EngineParts, Task } from '../engine-parts.ts'
import { parseResourceId } from '../parameters.ts'
import { writeResource } from '../write-resource.ts'

export async function create(parts: EngineParts, task: Task): Promise<Answer> {
  const { type, operation } = task
  const body = checkBody(type, operation.body)
  const hasId = body.id !== undefined && body.id !== null
  const id = hasId ? parseResourceId(body.id, `${type.type}.id`) : parts.random.uuid()
  const done = await writeResource(parts, task, { id, body, expect: { kind: 'absent' } })
  if (done === null) throw new AppError('conflict', 'id-taken', `${type.type}/${id} exists already`)
  return toWriteAnswer(parts, task, done)
}
