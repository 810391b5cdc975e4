/** The document of a write: the body that it is made of, and how it is tidied before it is checked and stored. */
import { AppError, type Issue } from '../kernel/errors.ts'
import { isJsonObject, type JsonObject } from '../kernel/json.ts'
import type { ResourceType } from '../schema/registry.ts'
import type { Operation } from './ports/access.ts'
import type { Expectation } from './ports/store.ts'

export interface ResourceWrite {
  readonly id: string
  /** As it came; its `resourceType` and `id` are known to fit. */
  readonly body: JsonObject
  readonly expect: Expectation
}

/** An object that says nothing else than the URL of its type; `resourceType` may be left out. Throws AppError `invalid`. */
export function checkBody(type: ResourceType, body: unknown): JsonObject {
  if (!isJsonObject(body)) throw new AppError('invalid', 'no-resource', 'The body must be a resource')
  const { resourceType } = body
  if (resourceType !== undefined && resourceType !== null && resourceType !== type.type) {
    throw new AppError('invalid', 'type-mismatch', `The resourceType must be ${type.type}, as the URL says`, {
      expression: `${type.type}.resourceType`,
    })
  }
  return body
}

/**
 * The document that is checked and stored: tidy, with `resourceType` and `id` first, without what only the server says.
 * Made once a write, from nothing but the body, so that whoever decides sees the same document.
 */
export function tidyDocument(type: ResourceType, id: string | undefined, body: JsonObject): JsonObject {
  return toDocumentOf(type, id, type.normalise(body))
}

/** The same with pauses in between, for a large body. */
export async function tidyInSlices(
  type: ResourceType,
  id: string | undefined,
  body: JsonObject,
): Promise<JsonObject> {
  return toDocumentOf(type, id, await type.normaliseInSlices(body))
}

/** The same object where nothing has to change, so that the text that it came as may be stored. */
function toDocumentOf(type: ResourceType, id: string | undefined, tidy: JsonObject): JsonObject {
  if (tidy.resourceType === type.type && tidy.id === id && tidy.meta === undefined) return tidy
  const { resourceType: _type, id: _id, meta, ...fields } = tidy
  const kept = isJsonObject(meta) ? withoutServerMeta(meta) : meta
  return {
    resourceType: type.type,
    ...(id === undefined ? {} : { id }),
    ...(kept === undefined ? {} : { meta: kept }),
    ...fields,
  }
}

/** The document that was decided on, with its id; made of the body where nobody has looked at one. */
export function documentOf(
  { document }: Operation,
  type: ResourceType,
  id: string,
  body: JsonObject,
): JsonObject {
  if (document === undefined) return tidyDocument(type, id, body)
  if (document.id === id) return document
  const { resourceType, ...others } = document
  return { resourceType, id, ...others }
}

function withoutServerMeta(meta: JsonObject): JsonObject | undefined {
  const { versionId: _version, lastUpdated: _updated, createdAt: _created, ...kept } = meta
  return Object.keys(kept).length === 0 ? undefined : kept
}

/** Throws AppError `unprocessable` with all of them; does nothing without any. */
export function throwIssues(type: ResourceType, issues: readonly Issue[]): void {
  const [first] = issues
  if (first === undefined) return
  const where = first.expression === undefined ? '' : `${first.expression}: `
  const message = issues.length === 1 ? where + first.message : `${type.type} has ${issues.length} problems`
  throw new AppError('unprocessable', 'validation-failed', message, { issues })
}
