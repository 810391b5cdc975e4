/**
 * Compares what is stored with the schemas of this start. A digest of each schema is kept in the database: rows are looked
 * at only where it changed, or did not fit the last time, and never more than a bounded number of them.
 */
import type { Digest } from '../../kernel/digest.ts'
import { AppError } from '../../kernel/errors.ts'
import type { Log } from '../../kernel/log.ts'
import type { Registry, ResourceType } from '../../schema/registry.ts'
import type { Records } from '../ports/records.ts'
import type { Store } from '../ports/store.ts'
import { checkSample, type Sample } from './check-sample.ts'
import { findSecretChanges } from './secret-changes.ts'

export interface StoredTypesParts {
  readonly registry: Registry
  readonly store: Store
  readonly records: Records
  readonly digest: Digest
  readonly log: Log
  /** What happens when stored resources do not fit: a line in the log, or no start. */
  readonly onMisfit: 'warn' | 'refuse'
}

const kind = 'schema'

interface Known {
  readonly digest?: unknown
  /** Dotted paths of what was secret. */
  readonly secrets?: unknown
  /** How many of those looked at did not fit. */
  readonly misfits?: unknown
}

/**
 * Throws AppError `schema-against-data` with all that is wrong: values that a change would show or leave in clear in every
 * case, resources that do not fit where the operator wants that.
 */
export async function checkStoredTypes(parts: StoredTypesParts): Promise<void> {
  const known = new Map((await parts.records.list(kind)).map(({ key, value }) => [key, value]))
  const problems: string[] = []
  for (const type of parts.registry.types)
    problems.push(...(await checkType(type, known.get(type.type), parts)))
  if (problems.length === 0) return
  const text = problems.map((problem) => `\n  ${problem}`).join('')
  throw new AppError(
    'invalid',
    'schema-against-data',
    `Stored resources forbid this change of schemas:${text}`,
  )
}

async function checkType(
  type: ResourceType,
  known: Known | undefined,
  parts: StoredTypesParts,
): Promise<readonly string[]> {
  const digest = parts.digest.sha256(JSON.stringify([type.jsonSchema, type.secretPaths]))
  if (known?.digest === digest && known.misfits === 0) return []
  // Of what a server without this memory stored, nothing is known that could have changed.
  const secrets =
    known === undefined ? [] : await findSecretChanges(type, toPaths(known.secrets), parts.store)
  if (secrets.length > 0) return secrets
  const sample = await checkSample(type, parts.store)
  if (sample.misfits > 0) {
    if (parts.onMisfit === 'refuse') return [describe(type, sample)]
    parts.log.warn(describe(type, sample))
  }
  await remember(type, { digest, misfits: sample.misfits }, known, parts)
  return []
}

function describe({ type }: ResourceType, { misfits, looked, isPart, examples }: Sample): string {
  const of = isPart
    ? `the first ${looked} stored ${type} (more were not looked at)`
    : `${looked} stored ${type}`
  const shown = examples.map(({ id, problem }) => `${type}/${id} (${problem})`).join(', ')
  return `${misfits} of ${of} do not fit the schema, and cannot be put back as they are: ${shown}`
}

function toPaths(secrets: unknown): readonly string[] {
  return Array.isArray(secrets) ? secrets.map(String) : []
}

async function remember(
  type: ResourceType,
  found: { readonly digest: string; readonly misfits: number },
  known: Known | undefined,
  { records }: StoredTypesParts,
): Promise<void> {
  if (known?.digest === found.digest && known.misfits === found.misfits) return
  if (known !== undefined) await records.take(kind, type.type)
  const secrets = type.secretPaths.map((path) => path.join('.'))
  await records.insert(kind, type.type, { ...found, secrets }, { expiresAt: null })
}
