/** The answer of a deletion: the resource as it was, for whom it was to be read. */
import { type Answer, toAnswerText, toDocument, toSuccess, type View } from './answers.ts'
import type { EngineParts, Task } from './engine-parts.ts'
import { narrow } from './narrow.ts'
import type { Decision } from './ports/access.ts'
import type { Version } from './ports/store.ts'
import { holds } from './search/holds.ts'

/** To be called before the deletion, which may take the right to read with it. */
export async function prepareDeletedAnswer(
  { store }: EngineParts,
  task: Task,
  id: string,
): Promise<(deleted: Version) => Answer | Promise<Answer>> {
  const { operation, conditions } = task
  const wantsNothing = operation.query.some(([name, value]) => name === '_no-content' && value === 'true')
  if (wantsNothing || conditions.returns === 'minimal') return toNothing
  if (conditions.returns === 'OperationOutcome')
    return (deleted) => ({ ...toBase(deleted), value: toSuccess('deleted', deleted) })
  let hasLooked = false
  const load = (): Promise<Version | null> => {
    hasLooked = true
    return store.read(task.type.type, id)
  }
  const before = await task.decideRead?.(load)
  return async (deleted) => {
    // Who looked saw what was stored then, which need not be what is gone.
    const decision = hasLooked ? await task.decideRead?.(() => Promise.resolve(deleted)) : before
    const view = toReadersView(task, decision ?? task.decision, deleted)
    return view === null ? toNothing(deleted) : { ...toBase(deleted), text: toAnswerText(view, deleted) }
  }
}

/** Null: nothing of it is shown. */
function toReadersView({ type, decision }: Task, reading: Decision, deleted: Version): View | null {
  if (!reading.allowed) return null
  if (reading.rows !== undefined && !holds(reading.rows, toDocument(deleted))) return null
  return { type, decision: narrow(decision, reading) }
}

function toNothing({ versionId, lastUpdated }: Version): Answer {
  return { status: 204, kind: 'empty', versionId, lastUpdated }
}

function toBase({ versionId, lastUpdated }: Version) {
  return { status: 200, kind: 'resource', versionId, lastUpdated } as const
}
