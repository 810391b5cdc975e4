/** Write-only fields of one write: what a body leaves out is kept, null removes it, a new value is hashed. */
import { isAffordableArgon2Hash } from '../kernel/argon2-hash.ts'
import type { Issue } from '../kernel/errors.ts'
import type { JsonObject } from '../kernel/json.ts'
import { isScryptHash } from '../kernel/scrypt-hash.ts'
import { toExpression } from '../schema/expression.ts'
import type { ResourceType } from '../schema/registry.ts'
import { findValue, type SecretPath, withoutValue, withValue } from '../schema/secrets.ts'
import type { Secrets } from './ports/secrets.ts'

/** `plain` undefined: left out of the body; null: removed by it. */
export interface SecretField {
  readonly path: SecretPath
  readonly plain: string | null | undefined
  readonly currentHash: string | undefined
}

/** `body`: as it came, for the null that removes: the tidied document has lost it. */
export function findSecretFields(
  type: ResourceType,
  { body, document }: { readonly body: JsonObject; readonly document: JsonObject },
  stored: JsonObject | undefined,
): readonly SecretField[] {
  return type.secretPaths.map((path) => {
    const given = findValue(body, path) === null ? null : findValue(document, path)
    const hash = stored === undefined ? undefined : findValue(stored, path)
    return {
      path,
      // What is not a string the check refuses.
      plain: given === undefined || given === null ? given : String(given),
      currentHash: typeof hash === 'string' ? hash : undefined,
    }
  })
}

/**
 * The document as it is validated: kept secrets are present. What the schema says of their hashes (length, pattern) does not
 * count.
 */
export function withKept(type: ResourceType, document: JsonObject, fields: readonly SecretField[]) {
  let checked = document
  const keptExpressions = new Set<string | undefined>()
  for (const { path, plain, currentHash } of fields) {
    if (plain !== undefined || currentHash === undefined) continue
    checked = withValue(checked, path, currentHash)
    keptExpressions.add(toExpression(type.type, {}, `/${path.join('/')}`))
  }
  return { checked, counts: ({ expression }: Issue) => !keptExpressions.has(expression) }
}

/**
 * The document with hashes, and the dotted paths of what changed. A value that fits the current hash keeps it: writing
 * the same document again changes nothing and ends no session.
 */
export async function hashFields(secrets: Secrets, document: JsonObject, fields: readonly SecretField[]) {
  let hashed = document
  const changed: string[] = []
  for (const { path, plain, currentHash } of fields) {
    if (plain === undefined) {
      if (currentHash !== undefined) hashed = withValue(hashed, path, currentHash)
    } else if (plain === null) {
      hashed = withoutValue(hashed, path)
      if (currentHash !== undefined) changed.push(path.join('.'))
    } else {
      const { hash, isSame } = await hashValue(secrets, plain, currentHash)
      hashed = withValue(hashed, path, hash)
      if (!isSame) changed.push(path.join('.'))
    }
  }
  return { hashed, changed }
}

/** A hash is stored as it comes; one of another system gives way to one of ours when its secret is written. */
async function hashValue(secrets: Secrets, plain: string, currentHash: string | undefined) {
  if (isScryptHash(plain) || isAffordableArgon2Hash(plain))
    return { hash: plain, isSame: plain === currentHash }
  const isSame = currentHash !== undefined && (await secrets.verify(currentHash, plain))
  const isKept = isSame && !isScryptHash(currentHash)
  return { hash: isKept ? currentHash : await secrets.hash(plain), isSame }
}
