/** https://hl7.org/fhir/R4/http.html#update: replaces, or creates under the id of the URL. */
import { AppError } from '../../kernel/errors.ts'
import { type Answer, toWriteAnswer } from '../answers.ts'
import { bindToDecided, refusedWrite } from '../decided-on.ts'
import { checkBody } from '../document.ts'
import type { EngineParts, Task } from '../engine-parts.ts'
import { parseTargetId } from '../parameters.ts'
import { toExpectation } from '../preconditions.ts'
import { writeResource } from '../write-resource.ts'

export async function update(parts: EngineParts, task: Task): Promise<Answer> {
  const { type, operation, conditions, decision } = task
  const id = parseTargetId(operation)
  const body = checkBody(type, operation.body)
  if (body.id !== undefined && body.id !== null && body.id !== id) {
    throw new AppError('invalid', 'id-mismatch', 'The id of the resource is not the id of the URL', {
      expression: `${type.type}.id`,
    })
  }
  const expected = toExpectation(conditions, () => parts.store.read(type.type, id, decision.rows))
  const expect = bindToDecided(task, expected instanceof Promise ? await expected : expected)
  const done = await writeResource(parts, task, { id, body, expect })
  if (done === null) throw refusedWrite(task)
  return toWriteAnswer(parts, task, done)
}
