/** Puts the resources of INIT_BUNDLE at every start; those that are stored as they are wanted are left alone. */

import { AppError, type Issue } from '../../kernel/errors.ts'
import type { JsonObject } from '../../kernel/json.ts'
import type { Log } from '../../kernel/log.ts'
import type { Registry } from '../../schema/registry.ts'
import type { Secrets } from '../ports/secrets.ts'
import { parseVersion, type Store } from '../ports/store.ts'
import { type FileAccess, type InitResource, readInitFiles } from './init-files.ts'
import { isUnchanged } from './is-unchanged.ts'

export interface InitBundleParts {
  readonly files: FileAccess
  readonly registry: Registry
  readonly store: Store
  readonly secrets: Secrets
  readonly log: Log
  /** An update as the engine does it, by nobody in particular: with validation and rules, without access control. */
  readonly put: (type: string, id: string, resource: JsonObject) => Promise<void>
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

/** Nothing is written when a file is malformed or a resource does not fit its schema. Throws InitBundleError. */
export async function applyInitBundle(path: string, parts: InitBundleParts): Promise<void> {
  const { resources, problems } = await readInitFiles(path, parts.files)
  const all = [...problems, ...resources.flatMap((resource) => findProblems(resource, parts.registry))]
  if (all.length > 0) throw new InitBundleError(all)
  let written = 0
  for (const resource of resources) if (await putOne(resource, parts)) written += 1
  parts.log.info('INIT_BUNDLE is applied', { path, written, unchanged: resources.length - written })
}

function findProblems({ place, type, resource }: InitResource, registry: Registry): readonly string[] {
  const definition = registry.get(type)
  if (!definition) return [`${place}: there is no type ${type}`]
  return toLines(place, definition.validate(resource))
}

/** False: it was there already. */
async function putOne(wanted: InitResource, parts: InitBundleParts): Promise<boolean> {
  const { type, id, resource, place } = wanted
  const stored = await parts.store.read(type, id)
  const definition = parts.registry.get(type)
  if (definition && stored && (await isUnchanged(definition, resource, parseVersion(stored), parts.secrets)))
    return false
  try {
    await parts.put(type, id, resource)
    return true
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    throw new InitBundleError(
      toLines(place, error.issues ?? [{ code: error.code, message: error.message }]),
      { cause: error },
    )
  }
}

function toLines(place: string, issues: readonly Issue[]): readonly string[] {
  return issues.map(
    ({ message, expression }) => `${place}: ${expression === undefined ? '' : `${expression}: `}${message}`,
  )
}
