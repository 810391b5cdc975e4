/** What create and update share: tidy, check, hash; then rules and write in one unit, and a word to the listeners. */
import { toJsonTextInSlices } from '../formats/json-slices.ts'
import type { JsonObject } from '../kernel/json.ts'
import { documentOf, type ResourceWrite } from './document.ts'
import type { EngineParts, Task } from './engine-parts.ts'
import { isLarge, validateLarge } from './large-write.ts'
import { checkHiddenUnnamed } from './restricted-elements.ts'
import { type Done, type Draft, storeDraft } from './store-draft.ts'
import { writeOverCurrent } from './write-over-current.ts'

/**
 * Null: the expectation did not hold and nothing was written. One statement for a type without secrets and rules that is
 * written with an unrestricted access. Throws AppError `unprocessable` with all problems, `forbidden` for what the access
 * does not cover.
 */
export function writeResource(
  parts: EngineParts,
  task: Task,
  { id, body, expect }: ResourceWrite,
): Promise<Done | null> {
  const { type, decision } = task
  checkHiddenUnnamed(type.type, body, decision)
  const document = documentOf(task.operation, type, id, body)
  if (decision.hide !== undefined) checkHiddenUnnamed(type.type, saidBy(document), decision)
  if (dependsOnCurrent(task)) return writeOverCurrent(parts, task, { id, body, document, expect })
  const draft = { id, document, secretsChanged: [], expect }
  if (isLarge(task.operation)) return writeLarge(parts, task, draft)
  const text = document === body ? task.operation.bodyText : undefined
  return storeDraft(parts, task, { ...draft, text, issues: type.validate(document) })
}

async function writeLarge(
  parts: EngineParts,
  task: Task,
  draft: Omit<Draft, 'issues'>,
): Promise<Done | null> {
  const text = await toJsonTextInSlices(draft.document)
  const issues = await validateLarge(parts, task, draft.document, text)
  return await storeDraft(parts, task, { ...draft, issues, text })
}

/** Tidying gives things their other names, as a reference has two; what the URL says the body has not said. */
function saidBy({ resourceType: _type, id: _id, ...said }: JsonObject): JsonObject {
  return said
}

function dependsOnCurrent({ type, decision }: Task): boolean {
  const isRestricted =
    decision.rows !== undefined || decision.hide !== undefined || decision.readonly !== undefined
  return isRestricted || type.secretPaths.length > 0
}
