/** The last step of a write: the rules of its type, the statement that writes, and the rows that an access is limited to. */
import { toJsonText } from '../formats/json-text.ts'
import { AppError, type Issue } from '../kernel/errors.ts'
import type { JsonObject } from '../kernel/json.ts'
import { withoutSecrets } from '../schema/secrets.ts'
import { throwIssues } from './document.ts'
import type { EngineParts, Task } from './engine-parts.ts'
import type { Expectation, Version } from './ports/store.ts'
import type { WriteRule } from './ports/writes.ts'
import { inUnit, tellWritten } from './unit-of-work.ts'

/** What is about to be stored, secrets hashed. */
export interface Draft {
  readonly id: string
  readonly document: JsonObject
  /** Its JSON, where it is written already. */
  readonly text?: string | undefined
  /** What the schema finds; the rules of plug-ins add theirs. */
  readonly issues: readonly Issue[]
  /** Dotted paths. */
  readonly secretsChanged: readonly string[]
  readonly expect: Expectation
}

export interface Done {
  readonly outcome: 'created' | 'updated'
  readonly version: Version
}

/** The same for what does not fit and for an id that is taken by what cannot be seen. */
export function notCovered({ type }: Task): AppError {
  return new AppError('forbidden', 'not-covered', `The access does not cover this ${type.type}`)
}

/** Null: the expectation did not hold. A unit of work only where there is more to do than one statement. */
export function storeDraft(parts: EngineParts, task: Task, draft: Draft): Promise<Done | null> {
  const { type, decision, operation } = task
  const rules = parts.rules?.get(type.type)
  if (rules === undefined) throwIssues(type, draft.issues)
  if (rules === undefined && decision.rows === undefined) return store(parts, task, draft)
  return inUnit(parts, operation.request.requestId, async (inner) => {
    if (rules !== undefined) {
      const found = await findRuleIssues(inner, rules, withoutSecrets(type, draft.document))
      throwIssues(type, [...draft.issues, ...found])
    }
    const done = await store(inner, task, draft)
    if (done !== null && !(await isCovered(inner, task, draft.id))) throw notCovered(task)
    return done
  })
}

/** One after another: they share one connection. */
async function findRuleIssues(
  { store, records }: EngineParts,
  rules: readonly WriteRule[],
  resource: JsonObject,
): Promise<readonly Issue[]> {
  const issues: Issue[] = []
  for (const rule of rules) issues.push(...(await rule(resource, { store, records })))
  return issues
}

async function store(parts: EngineParts, task: Task, draft: Draft): Promise<Done | null> {
  const { type, operation } = task
  const { id, document, expect, secretsChanged, text = toJsonText(document) } = draft
  const done = await parts.store.write({ type: type.type, id, text, document, expect })
  if (done.outcome === 'refused') return null
  if (parts.listeners !== undefined) {
    const resource = withoutSecrets(type, document)
    const written = { type: type.type, id, outcome: done.outcome, resource, secretsChanged }
    await tellWritten(parts, operation.request.requestId, written)
  }
  return done
}

/** By the store, as every other row: what was written is read as the caller would read it. */
async function isCovered({ store }: EngineParts, { type, decision }: Task, id: string): Promise<boolean> {
  return decision.rows === undefined || (await store.read(type.type, id, decision.rows)) !== null
}
