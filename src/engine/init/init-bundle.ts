/** Applies INIT_BUNDLE at every start: what is stored as it is wanted is left alone. */

import { AppError, type Issue } from '../../kernel/errors.ts'
import type { JsonObject } from '../../kernel/json.ts'
import type { Registry, ResourceType } from '../../schema/registry.ts'
import { parseVersion, type Store } from '../ports/store.ts'
import type { Conditions } from '../preconditions.ts'
import type { FindVariable } from './fill-variables.ts'
import type { InitEntry, InitResource } from './init-entry.ts'
import { type FileAccess, readInitFiles } from './init-files.ts'
import { isUnchanged } from './is-unchanged.ts'
import { type KeptSecretParts, keepChangedSecrets, rememberSecrets } from './kept-secrets.ts'
import { type Settling, settleSecrets } from './settled-secrets.ts'

export interface InitBundleParts extends KeptSecretParts, Settling {
  readonly files: FileAccess
  readonly findVariable: FindVariable
  readonly registry: Registry
  readonly store: Store
  /** As the engine does them, by nobody in particular: with validation and rules, without access control. */
  readonly put: (type: string, id: string, resource: JsonObject, conditions?: Conditions) => Promise<void>
  readonly remove: (type: string, id: string) => Promise<void>
}

/** The files cannot be applied. The message has a line for each problem, with file and resource. */
export class InitBundleError extends Error {
  constructor(problems: readonly string[], options?: ErrorOptions) {
    super(
      ['INIT_BUNDLE cannot be applied:', ...problems.map((problem) => `  ${problem}`)].join('\n'),
      options,
    )
    this.name = 'InitBundleError'
  }
}

/**
 * Nothing is written when a file is malformed or a resource does not fit its schema. Returns the settings whose secrets the
 * files had the say about. Throws InitBundleError.
 */
export async function applyInitBundle(path: string, parts: InitBundleParts): Promise<readonly string[]> {
  const entries = await readEntries(path, parts)
  const counts = { written: 0, unchanged: 0, deleted: 0 }
  const replaced: string[] = []
  for (const entry of entries) counts[await applyOne(entry, parts, replaced)] += 1
  parts.log.info('INIT_BUNDLE is applied', { path, ...counts })
  return replaced
}

/** Without a store. Throws InitBundleError with the problems of all files. */
export async function readEntries(
  path: string,
  { files, findVariable, registry }: Pick<InitBundleParts, 'files' | 'findVariable' | 'registry'>,
): Promise<readonly InitEntry[]> {
  const { entries, problems } = await readInitFiles(path, files, findVariable)
  const all = [...problems, ...entries.flatMap((entry) => findProblems(entry, registry))]
  if (all.length > 0) throw new InitBundleError(all)
  return entries
}

function findProblems(entry: InitEntry, registry: Registry): readonly string[] {
  const { place, type } = entry
  const definition = registry.get(type)
  if (!definition) return [`${place}: there is no type ${type}`]
  return entry.action === 'delete' ? [] : toLines(place, definition.validate(entry.resource))
}

async function applyOne(
  entry: InitEntry,
  parts: InitBundleParts,
  replaced: string[],
): Promise<'written' | 'unchanged' | 'deleted'> {
  const { type, id, place } = entry
  const definition = parts.registry.get(type)
  const version = await parts.store.read(type, id)
  if (definition === undefined || entry.action === (version === null ? 'delete' : 'create'))
    return 'unchanged'
  try {
    if (entry.action === 'delete') {
      await parts.remove(type, id)
      return 'deleted'
    }
    const stored = version === null ? undefined : parseVersion(version)
    return (await putOne(definition, settleSecrets(entry, parts, replaced), { stored, parts }))
      ? 'written'
      : 'unchanged'
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    // Another server that starts just now was faster.
    if (error.code === 'precondition-failed' && entry.action === 'create') return 'unchanged'
    const issues = error.issues ?? [{ code: error.code, message: error.message }]
    throw new InitBundleError(toLines(place, issues), { cause: error })
  }
}

async function readStored({ type }: ResourceType, id: string, { store }: InitBundleParts) {
  const version = await store.read(type, id)
  return version === null ? undefined : parseVersion(version)
}

/** False: it was there already. */
async function putOne(
  type: ResourceType,
  entry: InitResource,
  { stored, parts }: { readonly stored: JsonObject | undefined; readonly parts: InitBundleParts },
): Promise<boolean> {
  const { id, action, place } = entry
  const { resource, kept } = await keepChangedSecrets(type, entry, stored, parts)
  for (const path of kept) parts.log.warn(keptMessage, { entry: place, element: path })
  const isSame = stored !== undefined && (await isUnchanged(type, resource, stored, parts.secrets))
  if (!isSame) await parts.put(type.type, id, resource, action === 'create' ? { ifNoneMatch: '*' } : {})
  const now = isSame ? stored : await readStored(type, id, parts)
  if (now !== undefined) await rememberSecrets(type, { entry, resource }, now, parts)
  return !isSame
}

const keptMessage =
  'a secret in INIT_BUNDLE is not put: somebody changed it since, or set it before; `secrets: always` in its entry puts it'

function toLines(place: string, issues: readonly Issue[]): readonly string[] {
  return issues.map(
    ({ message, expression }) => `${place}: ${expression === undefined ? '' : `${expression}: `}${message}`,
  )
}
