/** The document of a write: how it is tidied before the store gets it, and who is told of it. */
import { AppError, type Issue } from '../kernel/errors.ts'
import { isJsonObject, type JsonObject } from '../kernel/json.ts'
import type { ResourceType } from '../schema/registry.ts'
import { withoutSecrets } from '../schema/secrets.ts'
import type { EngineParts } from './engine-parts.ts'
import type { Expectation, Version } from './ports/store.ts'

export interface ResourceWrite {
  readonly type: ResourceType
  readonly id: string
  /** As it came; its `resourceType` and `id` are known to fit. */
  readonly body: JsonObject
  readonly expect: Expectation
}

export interface Done {
  readonly outcome: 'created' | 'updated'
  readonly version: Version
}

/** The document that is checked and stored: tidy, with `resourceType` and `id` first, without what only the server says. */
export function toDocument({ type, id, body }: ResourceWrite): JsonObject {
  const { resourceType: _type, id: _id, meta, ...fields } = type.normalise(body)
  const kept = isJsonObject(meta) ? withoutServerMeta(meta) : meta
  return { resourceType: type.type, id, ...(kept === undefined ? {} : { meta: kept }), ...fields }
}

function withoutServerMeta(meta: JsonObject): JsonObject | undefined {
  const { versionId: _version, lastUpdated: _updated, createdAt: _created, ...kept } = meta
  return Object.keys(kept).length === 0 ? undefined : kept
}

/** Problems that plug-ins find; they never see secrets. */
export async function findRuleIssues(
  parts: EngineParts,
  type: ResourceType,
  document: JsonObject,
): Promise<readonly Issue[]> {
  return (await parts.checkWrite?.(type.type, withoutSecrets(type, document))) ?? []
}

/** Throws AppError `unprocessable` with all of them; does nothing without any. */
export function throwIssues(type: ResourceType, issues: readonly Issue[]): void {
  const [first] = issues
  if (first === undefined) return
  const where = first.expression === undefined ? '' : `${first.expression}: `
  const message = issues.length === 1 ? where + first.message : `${type.type} has ${issues.length} problems`
  throw new AppError('unprocessable', 'validation-failed', message, { issues })
}

/** What listeners get is without secrets. */
export async function tellWritten(
  parts: EngineParts,
  type: ResourceType,
  { outcome, version }: Done,
  document: JsonObject,
  secretsChanged: readonly string[],
): Promise<void> {
  if (parts.onWritten === undefined) return
  const resource = withoutSecrets(type, document)
  await parts.onWritten({ type: type.type, id: version.id, outcome, resource, secretsChanged })
}
