/** https://hl7.org/fhir/R4/http.html#delete: answers the deleted resource; what is not there is already deleted. */
import { withoutSecrets } from '../../schema/secrets.ts'
import { type Answer, toDocument } from '../answers.ts'
import { bindToDecided, refusedWrite } from '../decided-on.ts'
import { prepareDeletedAnswer } from '../deleted-answer.ts'
import type { EngineParts, Task } from '../engine-parts.ts'
import { parseTargetId } from '../parameters.ts'
import type { DeleteOutcome, Expectation } from '../ports/store.ts'
import { isExpected, preconditionFailed, toExpectation, unchangedSince } from '../preconditions.ts'
import { repeatWhileRaced, tellWritten } from '../unit-of-work.ts'

export async function remove(parts: EngineParts, task: Task): Promise<Answer> {
  const { type, operation, conditions, decision } = task
  const id = parseTargetId(operation)
  const expected = toExpectation(conditions, () => parts.store.read(type.type, id, decision.rows))
  const expect = bindToDecided(task, expected instanceof Promise ? await expected : expected)
  const answer = await prepareDeletedAnswer(parts, task, id)
  const removed =
    decision.rows === undefined
      ? await parts.store.remove(type.type, id, expect)
      : await removeVisible(parts, task, id, expect)
  if (removed.outcome === 'refused') throw refusedWrite(task)
  if (removed.outcome === 'absent') {
    // RFC 9110 §13.1.1: If-Match does not hold for what is not there.
    if (conditions.ifMatch !== undefined) throw preconditionFailed()
    return { status: 204, kind: 'empty' }
  }
  const resource = withoutSecrets(type, toDocument(removed.version))
  const written = { type: type.type, id, outcome: 'deleted', resource, secretsChanged: [] } as const
  await tellWritten(parts, operation.request.requestId, written)
  return await answer(removed.version)
}

/** What the caller cannot see is not there. Removed is the very version that was seen. */
function removeVisible(
  { store }: EngineParts,
  { type: { type }, decision }: Task,
  id: string,
  expect: Expectation,
): Promise<DeleteOutcome> {
  return repeatWhileRaced(async () => {
    const current = await store.read(type, id, decision.rows)
    if (current === null) return { outcome: 'absent' }
    if (!isExpected(expect, current)) return { outcome: 'refused' }
    const removed = await store.remove(type, id, unchangedSince(current))
    return removed.outcome === 'deleted' ? removed : undefined
  })
}
