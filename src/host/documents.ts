/** Resources for plug-ins: read without their secrets, written as the engine does it, by nobody in particular. */
import type { Conditions } from '../engine/conditions.ts'
import type { Engine } from '../engine/create-engine.ts'
import type { RequestSnapshot } from '../engine/ports/access.ts'
import { parseVersion, type Store, type Version } from '../engine/ports/store.ts'
import { AppError } from '../kernel/errors.ts'
import { isJsonObject, type JsonObject } from '../kernel/json.ts'
import type { Registry } from '../schema/registry.ts'
import type { ResourceDefinition } from '../schema/resource-definition.ts'
import { findValue, withoutSecrets } from '../schema/secrets.ts'

export interface Document<T = JsonObject> {
  readonly type: string
  readonly id: string
  readonly versionId: string
  readonly createdAt: string
  /** Without secrets. */
  readonly resource: T
  /** Hashes by dotted path. */
  readonly secrets: Readonly<Record<string, string>>
}

export interface Documents {
  /** The current document, null when there is none. */
  get(type: ResourceDefinition, id: string): Promise<Document | null>
  /** Null: the id is taken. */
  create(type: ResourceDefinition, resource: JsonObject & { readonly id: string }): Promise<Document | null>
  /** Reads, changes, writes on the version read, again when somebody was faster. `change` returns null: leave it. */
  update(
    type: ResourceDefinition,
    id: string,
    change: (current: JsonObject) => JsonObject | null,
  ): Promise<Document | null>
  /** As update, but `change` gets undefined where there is none, and makes it. */
  put(
    type: ResourceDefinition,
    id: string,
    change: (current: JsonObject | undefined) => JsonObject,
  ): Promise<Document>
  /** False: there was none. */
  remove(type: ResourceDefinition, id: string): Promise<boolean>
}

const maxAttempts = 10

const request: RequestSnapshot = {
  method: 'PUT',
  scheme: 'http',
  path: '/',
  queryString: undefined,
  headers: new Headers(),
  remoteAddress: '',
  requestId: 'documents',
}

/** `engine`: one without access control. */
export function createDocuments(engine: Engine, store: Store, registry: Registry): Documents {
  const read = async (type: string, id: string): Promise<Document | null> => {
    const version = await store.read(type, id)
    return version === null ? null : toDocument(version, registry)
  }

  /** Null: the condition does not hold. */
  async function write(type: string, body: JsonObject, conditions: Conditions): Promise<Document | null> {
    const resourceId = String(body.id)
    try {
      await engine.perform(null, { id: 'FhirUpdate', type, resourceId, query: [], body, request }, conditions)
      return await read(type, resourceId)
    } catch (error) {
      if (error instanceof AppError && error.category === 'precondition') return null
      throw error
    }
  }

  async function change(type: string, id: string, make: (current?: JsonObject) => JsonObject | null) {
    for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
      const current = await read(type, id)
      const body = make(current?.resource)
      if (body === null) return current
      const condition = current === null ? { ifNoneMatch: '*' } : { ifMatch: `W/"${current.versionId}"` }
      const written = await write(type, { ...body, resourceType: type, id }, condition)
      if (written !== null) return written
    }
    throw new AppError('transient', 'too-many-writers', 'Others are writing this resource; try again')
  }

  return {
    get: ({ type }, id) => read(type, id),
    create: ({ type }, resource) => write(type, { ...resource, resourceType: type }, { ifNoneMatch: '*' }),
    update: ({ type }, id, make) =>
      change(type, id, (current) => (current === undefined ? null : make(current))),
    async put({ type }, id, make) {
      return (await change(type, id, make)) as Document
    },
    async remove({ type }, resourceId) {
      if ((await read(type, resourceId)) === null) return false
      await engine.perform(null, { id: 'FhirDelete', type, resourceId, query: [], request })
      return true
    },
  }
}

function toDocument(version: Version, registry: Registry): Document {
  const stored = parseVersion(version)
  const secretPaths = registry.get(version.type)?.secretPaths ?? []
  const hashes = secretPaths.map((path) => [path.join('.'), findValue(stored, path)] as const)
  return {
    type: version.type,
    id: version.id,
    versionId: version.versionId,
    createdAt: isJsonObject(stored.meta) ? String(stored.meta.createdAt) : '',
    resource: withoutSecrets({ secretPaths }, stored),
    secrets: Object.fromEntries(
      hashes.filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
    ),
  }
}
