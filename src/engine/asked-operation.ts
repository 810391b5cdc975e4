/** An operation as whoever decides sees it: with the document of a write and the stored resource, each made at the first look. */
import { isJsonObject, type JsonObject } from '../kernel/json.ts'
import type { Registry, ResourceType } from '../schema/registry.ts'
import { isResourceId } from '../schema/resource-id.ts'
import { withoutSecrets } from '../schema/secrets.ts'
import { toDocument } from './answers.ts'
import { tidyDocument } from './document.ts'
import type { Operation } from './ports/access.ts'
import type { Store, Version } from './ports/store.ts'

export interface AskedOperation {
  readonly operation: Operation
  /** What the decision has looked at: a version, null for none; undefined when it did not look. */
  readonly seen: () => Version | null | undefined
}

/** Nothing is tidied or read before somebody looks. */
export function toAsked(
  given: Operation,
  { registry, store }: { readonly registry: Registry; readonly store: Pick<Store, 'read'> },
): AskedOperation {
  const type = given.type === undefined ? undefined : registry.get(given.type)
  if (type === undefined) return { operation: given, seen: () => undefined }
  let document: JsonObject | undefined
  let seen: Version | null | undefined
  const { resourceId } = given
  const load = async (id: string) => {
    seen = await store.read(type.type, id)
    return seen === null ? null : withoutSecrets(type, toDocument(seen))
  }
  const operation: Operation = {
    ...given,
    get document() {
      document ??= toWritten(type, given)
      return document
    },
    ...(isResourceId(resourceId) && { stored: once(() => load(resourceId)) }),
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

/** A create without an id gets one later. */
function toWritten(type: ResourceType, { resourceId, body }: Operation): JsonObject | undefined {
  if (!isJsonObject(body)) return undefined
  return tidyDocument(type, resourceId ?? (typeof body.id === 'string' ? body.id : undefined), body)
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => {
    made ??= make()
    return made
  }
}
