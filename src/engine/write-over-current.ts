/** Writes that depend on what is stored: secrets and hidden elements are kept, read-only ones compared, rows respected. */
import { toJsonTextInSlices } from '../formats/json-slices.ts'
import type { JsonObject } from '../kernel/json.ts'
import { readStored } from './answers.ts'
import { type ResourceWrite, tidyDocument } from './document.ts'
import type { EngineParts, Task } from './engine-parts.ts'
import { isLarge, validateLarge } from './large-write.ts'
import type { Version } from './ports/store.ts'
import { isExpected, unchangedSince } from './preconditions.ts'
import { checkReadonly, isKeptHidden, withHidden } from './restricted-elements.ts'
import { findSecretFields, hashFields, withKept } from './secret-fields.ts'
import { type Done, type Draft, notCovered, storeDraft } from './store-draft.ts'
import { repeatWhileRaced } from './unit-of-work.ts'

interface TidyWrite extends ResourceWrite {
  readonly document: JsonObject
}

/**
 * Reads the current version as the caller sees it and writes on the condition that it is still that; tried again when
 * another write came between. Hashing, which is slow, comes before the transaction.
 */
export async function writeOverCurrent(
  parts: EngineParts,
  task: Task,
  write: TidyWrite,
): Promise<Done | null> {
  const readCurrent = () => parts.store.read(task.type.type, write.id, task.decision.rows)
  const attempt = async () => {
    const current = await readCurrent()
    if (!isExpected(write.expect, current)) return null
    const done = await storeDraft(parts, task, await toDraft(parts, task, write, current))
    if (done !== null) return done
    // Nothing to be seen, and yet the id is taken: the same answer as to a document that does not fit.
    const isHidden = task.decision.rows !== undefined && current === null && (await readCurrent()) === null
    if (isHidden) throw notCovered(task)
    return undefined
  }
  const work = () => repeatWhileRaced(attempt)
  return await (parts.oneAtATime?.(`${task.type.type}/${write.id}`, work) ?? work())
}

/** Nothing is hashed for a document that has problems. */
async function toDraft(
  parts: EngineParts,
  task: Task,
  write: TidyWrite,
  current: Version | null,
): Promise<Draft> {
  const { type, decision, operation } = task
  const read = current === null ? undefined : readStored(parts, task, current)
  const stored = read instanceof Promise ? await read : read
  const whole = stored === undefined ? write.document : withHidden(write.document, stored, decision)
  const fields = findSecretFields(type, write, stored)
  const { checked, counts } = withKept(type, whole, fields)
  const found = isLarge(operation) ? await validateLarge(parts, task, checked) : type.validate(checked)
  const issues = found.filter((issue) => counts(issue) && !isKeptHidden(issue, stored, decision))
  const draft = { id: write.id, issues, expect: unchangedSince(current) }
  if (issues.length > 0) return { ...draft, document: whole, secretsChanged: [] }
  const { hashed, changed } = await hashFields(parts.secrets, whole, fields)
  // Tidied, without what the server says of itself: that changes with every write.
  if (decision.readonly !== undefined)
    checkReadonly(hashed, stored && tidyDocument(type, write.id, stored), decision.readonly)
  const text = isLarge(operation) ? await toJsonTextInSlices(hashed) : undefined
  return { ...draft, document: hashed, secretsChanged: changed, text }
}
