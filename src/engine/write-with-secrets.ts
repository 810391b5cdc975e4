/** Writes of types with write-only fields: what a body leaves out is kept, null removes it, a new value is hashed. */

import { parseJson, toJsonText } from '../formats/json-text.ts'
import { AppError } from '../kernel/errors.ts'
import type { JsonObject } from '../kernel/json.ts'
import { toExpression } from '../schema/expression.ts'
import type { ResourceType } from '../schema/registry.ts'
import { findValue, type SecretPath, withoutValue, withValue } from '../schema/secrets.ts'
import {
  type Done,
  findRuleIssues,
  type ResourceWrite,
  tellWritten,
  throwIssues,
  toDocument,
} from './document.ts'
import type { EngineParts } from './engine-parts.ts'
import type { Secrets } from './ports/secrets.ts'
import type { Expectation, Version } from './ports/store.ts'

const maxAttempts = 5

/** A write-only field of one write. `plain` undefined: left out of the body; null: removed by it. */
interface SecretField {
  readonly path: SecretPath
  readonly plain: string | null | undefined
  readonly currentHash: string | undefined
}

/** Reads the current version and writes on the condition that it is still that; tried again when another write came between. */
export async function writeWithSecrets(parts: EngineParts, write: ResourceWrite): Promise<Done | null> {
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    const current = await parts.store.read(write.type.type, write.id)
    if (!holds(write.expect, current)) return null
    const done = await writeOver(parts, write, current)
    if (done !== null) return done
  }
  throw new AppError('transient', 'too-many-writers', 'Others are writing this resource; try again')
}

function holds(expect: Expectation, current: Version | null): boolean {
  switch (expect.kind) {
    case 'any':
      return true
    case 'absent':
      return current === null
    case 'present':
      return current !== null
    case 'version':
      return current?.versionId === expect.versionId
  }
}

/** Null: another write came first. */
async function writeOver(
  parts: EngineParts,
  write: ResourceWrite,
  current: Version | null,
): Promise<Done | null> {
  const { type, id, body } = write
  const document = toDocument(write)
  const stored = current === null ? {} : (parseJson(current.text) as JsonObject)
  const fields = type.secretPaths.map((path) => toField(path, body, document, stored))
  await checkPlain(parts, type, document, fields)
  const { hashed, changed } = await hashFields(parts.secrets, document, fields)
  const expect: Expectation =
    current === null ? { kind: 'absent' } : { kind: 'version', versionId: current.versionId }
  const result = await parts.store.write({ type: type.type, id, text: toJsonText(hashed), expect })
  if (result.outcome === 'refused') return null
  await tellWritten(parts, type, result, hashed, changed)
  return result
}

/** The null that removes is in the body only: the tidied document has lost it. What is not a string the check refuses. */
function toField(path: SecretPath, body: JsonObject, document: JsonObject, stored: JsonObject): SecretField {
  const given = findValue(body, path) === null ? null : findValue(document, path)
  const hash = findValue(stored, path)
  return {
    path,
    plain: given === undefined || given === null ? given : String(given),
    currentHash: typeof hash === 'string' ? hash : undefined,
  }
}

/** Rules see a kept secret as present; what the schema says of its hash (length, pattern) does not count. */
async function checkPlain(
  parts: EngineParts,
  type: ResourceType,
  document: JsonObject,
  fields: readonly SecretField[],
): Promise<void> {
  const kept = fields.filter((field) => field.plain === undefined && field.currentHash !== undefined)
  const checked = kept.reduce(
    (doc, { path, currentHash }) => withValue(doc, path, currentHash ?? null),
    document,
  )
  const keptExpressions = new Set(kept.map(({ path }) => toExpression(type.type, {}, `/${path.join('/')}`)))
  const own = type.validate(checked).filter((issue) => !keptExpressions.has(issue.expression ?? ''))
  const others = await findRuleIssues(parts, type, document)
  throwIssues(type, [...own, ...others])
}

/** A value that fits the current hash keeps it: writing the same document again changes nothing and ends no session. */
async function hashFields(secrets: Secrets, document: JsonObject, fields: readonly SecretField[]) {
  let hashed = document
  const changed: string[] = []
  for (const { path, plain, currentHash } of fields) {
    if (plain === undefined) {
      if (currentHash !== undefined) hashed = withValue(hashed, path, currentHash)
    } else if (plain === null) {
      hashed = withoutValue(hashed, path)
      if (currentHash !== undefined) changed.push(path.join('.'))
    } else {
      const isSame = currentHash !== undefined && (await secrets.verify(currentHash, plain))
      hashed = withValue(hashed, path, isSame ? currentHash : await secrets.hash(plain))
      if (!isSame) changed.push(path.join('.'))
    }
  }
  return { hashed, changed }
}
