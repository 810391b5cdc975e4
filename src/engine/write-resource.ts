/** What create and update share: tidy, check, hash, write, tell. One statement for types without write-only fields. */
import { toJsonText } from '../formats/json-text.ts'
import {
  type Done,
  findRuleIssues,
  type ResourceWrite,
  tellWritten,
  throwIssues,
  toDocument,
} from './document.ts'
import type { EngineParts } from './engine-parts.ts'
import { writeWithSecrets } from './write-with-secrets.ts'

/** Null: the expectation did not hold and nothing was written. Throws AppError `unprocessable` with all problems. */
export async function writeResource(parts: EngineParts, write: ResourceWrite): Promise<Done | null> {
  if (write.type.secretPaths.length > 0) return writeWithSecrets(parts, write)
  const document = toDocument(write)
  throwIssues(write.type, [
    ...write.type.validate(document),
    ...(await findRuleIssues(parts, write.type, document)),
  ])
  const { type, id, expect } = write
  const result = await parts.store.write({ type: type.type, id, text: toJsonText(document), expect })
  if (result.outcome === 'refused') return null
  await tellWritten(parts, type, result, document, [])
  return result
}
