/** https://hl7.org/fhir/R4/http.html#delete: answers the deleted resource; what is not there is already deleted. */
import type { EngineParts, Task } from '../engine-parts.ts'
import { preconditionFailed, toExpectation } from '../expectation.ts'
import type { Outcome } from '../outcome.ts'
import { toAnswerResource, toAnswerText, toSuccess } from '../resource-answer.ts'
import { parseTargetId } from '../target-id.ts'

export async function remove(parts: EngineParts, { type, operation, conditions }: Task): Promise<Outcome> {
  const id = parseTargetId(operation)
  const { ifMatch, ifNoneMatch, returns } = conditions
  const expect = await toExpectation({ ifMatch, ifNoneMatch }, () => parts.store.read(type.type, id))
  const removed = await parts.store.remove(type.type, id, expect)
  if (removed.outcome === 'refused') throw preconditionFailed()
  if (removed.outcome === 'absent') {
    // RFC 9110 §13.1.1: If-Match does not hold for what is not there.
    if (ifMatch !== undefined) throw preconditionFailed()
    return { status: 204, kind: 'empty' }
  }
  const { version } = removed
  await parts.onWritten?.({
    type: type.type,
    id,
    outcome: 'deleted',
    resource: toAnswerResource(type, version),
    secretsChanged: [],
  })
  const { versionId, lastUpdated } = version
  const wantsNothing = operation.query.some(([name, value]) => name === '_no-content' && value === 'true')
  if (wantsNothing || returns === 'minimal') return { status: 204, kind: 'empty', versionId, lastUpdated }
  const base = { status: 200, kind: 'resource', versionId, lastUpdated } as const
  if (returns === 'OperationOutcome') return { ...base, value: toSuccess('deleted', type, version) }
  return { ...base, text: toAnswerText(type, version) }
}
