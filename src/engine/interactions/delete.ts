/** https://hl7.org/fhir/R4/http.html#delete: answers the deleted resource; what is not there is already deleted. */
import { withoutSecrets } from '../../schema/secrets.ts'
import { type Answer, toAnswerText, toDocument, toSuccess, type View } from '../answers.ts'
import { bindToDecided, refusedWrite } from '../decided-on.ts'
import type { EngineParts, Task } from '../engine-parts.ts'
import { narrow } from '../narrow.ts'
import { parseTargetId } from '../parameters.ts'
import type { DeleteOutcome, Expectation, Version } from '../ports/store.ts'
import { isExpected, preconditionFailed, toExpectation, unchangedSince } from '../preconditions.ts'
import { holds } from '../search/holds.ts'
import { repeatWhileRaced, tellWritten } from '../unit-of-work.ts'

export async function remove(parts: EngineParts, task: Task): Promise<Answer> {
  const { type, operation, conditions, decision } = task
  const id = parseTargetId(operation)
  const expected = toExpectation(conditions, () => parts.store.read(type.type, id, decision.rows))
  const expect = bindToDecided(task, expected instanceof Promise ? await expected : expected)
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
  return await toAnswer(task, removed.version)
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

async function toAnswer(task: Task, version: Version): Promise<Answer> {
  const { operation, conditions } = task
  const { versionId, lastUpdated } = version
  const wantsNothing = operation.query.some(([name, value]) => name === '_no-content' && value === 'true')
  const nothing = { status: 204, kind: 'empty', versionId, lastUpdated } as const
  if (wantsNothing || conditions.returns === 'minimal') return nothing
  const base = { status: 200, kind: 'resource', versionId, lastUpdated } as const
  if (conditions.returns === 'OperationOutcome') return { ...base, value: toSuccess('deleted', version) }
  const view = await toReadersView(task, version)
  return view === null ? nothing : { ...base, text: toAnswerText(view, version) }
}

/** Who may delete and not read is not shown what was there. Null: nothing of it. */
async function toReadersView({ type, decision, decideRead }: Task, version: Version): Promise<View | null> {
  const reading = (await decideRead?.(version)) ?? decision
  if (!reading.allowed) return null
  if (reading.rows !== undefined && !holds(reading.rows, toDocument(version))) return null
  return { type, decision: narrow(decision, reading) }
}
