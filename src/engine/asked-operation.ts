/** An operation as whoever decides sees it: with the document of a write and the stored resource, each made at the first look. */
import { isJsonObject, type JsonObject } from '../kernel/json.ts'
import type { Registry, ResourceType } from '../schema/registry.ts'
import { isResourceId } from '../schema/resource-id.ts'
import { withoutSecrets } from '../schema/secrets.ts'
import { toDocument } from './answers.ts'
import { tidyDocument, tidyInSlices } from './document.ts'
import { isLarge } from './large-write.ts'
import type { Operation } from './ports/access.ts'
import type { Store, Version } from './ports/store.ts'

export interface AskedOperation {
  readonly operation: Operation
  /** What the decision has looked at: a version, null for none; undefined when it did not look. */
  readonly seen: () => Version | null | undefined
}

/** With the document of a large body: it is tidied slice by slice, and nobody who looks at it could wait for that. */
export async function withLargeDocument(given: Operation, registry: Registry): Promise<Operation> {
  const type = given.type === undefined ? undefined : registry.get(given.type)
  if (type === undefined || !isJsonObject(given.body)) return given
  return { ...given, document: await tidyInSlices(type, idOf(given, given.body), given.body) }
}

/** Nothing is tidied or read before somebody looks. */
export function toAsked(
  given: Operation,
  { registry, store }: { readonly registry: Registry; readonly store: Pick<Store, 'read'> },
): AskedOperation {
  const type = given.type === undefined ? undefined : registry.get(given.type)
  if (type === undefined) return { operation: given, seen: () => undefined }
  let document = isLarge(given) ? given.document : undefined
  let seen: Version | null | undefined
  const { resourceId } = given
  const load = async (id: string) => {
    seen = await store.read(type.type, id)
    return seen === null ? null : withoutSecrets(type, toDocument(seen))
  }
  const operation: Operation = {
    id: given.id,
    type: given.type,
    resourceId,
    versionId: given.versionId,
    query: given.query,
    baseUrl: given.baseUrl,
    body: given.body,
    bodyLength: given.bodyLength,
    bodyText: given.bodyText,
    request: given.request,
    get document() {
      document ??= toWritten(type, given)
      return document
    },
    stored: isResourceId(resourceId) ? once(() => load(resourceId)) : undefined,
  }
  return { operation, seen: () => seen }
}

/** The same resource as a request to read it asks for it, with what would be stored then. */
export function toReading(
  operation: Operation,
  type: ResourceType,
  load: () => Promise<Version | null>,
): Operation {
  const { request, resourceId } = operation
  return {
    ...{ id: 'FhirRead', type: type.type, resourceId, query: [] },
    request: { ...request, method: 'GET', queryString: undefined },
    stored: once(async () => {
      const version = await load()
      return version === null ? null : withoutSecrets(type, toDocument(version))
    }),
  }
}

function toWritten(type: ResourceType, operation: Operation): JsonObject | undefined {
  const { body } = operation
  return isJsonObject(body) ? tidyDocument(type, idOf(operation, body), body) : undefined
}

/** A create without an id gets one later. */
function idOf({ resourceId }: Operation, { id }: JsonObject): string | undefined {
  return resourceId ?? (typeof id === 'string' ? id : undefined)
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => {
    made ??= make()
    return made
  }
}
