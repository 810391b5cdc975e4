/**
 * Resources for plug-ins: typed by their definitions, kept in memory, and written through the engine, so that validation,
 * rules, hashing and notifications hold for the server's own writes as for everybody's.
 */
import type { Operator } from '../engine/operator.ts'
import type { Document, Documents, ReadingStore, TypeName } from '../engine/ports/documents.ts'
import type { Store, Version } from '../engine/ports/store.ts'
import { parseJson } from '../formats/json-text.ts'
import { AppError } from '../kernel/errors.ts'
import type { JsonObject } from '../kernel/json.ts'
import type { Registry, ResourceType } from '../schema/registry.ts'
import { withoutSecrets } from '../schema/secrets.ts'
import { createReader, type ParseWhere, typeOf } from './document-reader.ts'
import type { Cache, Memory } from './memory.ts'
import { toStoredDocument } from './stored-document.ts'

export interface DocumentsParts {
  readonly engine: Operator
  readonly memory: Memory
  readonly registry: Registry
  readonly store: Store
  readonly parseWhere: ParseWhere
  /** Types whose changes the store tells; others are never kept in memory. */
  readonly watchedTypes: ReadonlySet<string>
}

/** Of one type. */
const maxKept = 20_000
const maxAttempts = 20

export function createDocuments(parts: DocumentsParts): Documents {
  const { engine, store } = parts
  const caches = new Map<string, Cache<Document>>()
  const reader = createReader(parts, store)
  const documents = {
    ...reader,
    peek: ({ type }: TypeName, id: string) => caches.get(type)?.peek(id),
    get: (type: TypeName, id: string) => cacheOf(type.type, parts, caches)?.get(id) ?? reader.read(type, id),
    async create({ type }: TypeName, resource: JsonObject & { readonly id: string }) {
      const resourceType = typeOf(parts, type)
      const write = {
        type: resourceType,
        id: resource.id,
        body: resource,
        expect: { kind: 'absent' },
      } as const
      const written = await engine.write(write)
      return written === null ? null : toStoredDocument(resourceType, written)
    },
    update: ({ type }: TypeName, id: string, change: (current: JsonObject) => JsonObject | null) =>
      rewrite(parts, { type, id }, (current) => (current === undefined ? null : change(current))),
    put: ({ type }: TypeName, id: string, change: Change) => rewrite(parts, { type, id }, change),
    remove: ({ type }: TypeName, id: string) => engine.remove(typeOf(parts, type), id),
    within: (other: ReadingStore) => createReader(parts, other),
  }
  // What is stored fits the schema that the type of its documents follows from: the engine has checked it.
  return documents as Documents
}

type Change = (current: JsonObject | undefined) => JsonObject | null

function cacheOf(type: string, parts: DocumentsParts, caches: Map<string, Cache<Document>>) {
  const known = caches.get(type)
  if (known !== undefined || !parts.watchedTypes.has(type)) return known
  const { read } = createReader(parts, parts.store)
  const load = (id: string) => read({ type }, id)
  const belongsTo = (id: string) => [`${type}/${id}`]
  const made = parts.memory.cache<Document>({ types: [type], max: maxKept, load, belongsTo })
  caches.set(type, made)
  return made
}

/** Null: there is none, and `change` makes none. */
async function rewrite(
  parts: DocumentsParts,
  { type, id }: { readonly type: string; readonly id: string },
  change: Change,
): Promise<Document | null> {
  const resourceType = typeOf(parts, type)
  for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
    const version = await parts.store.read(type, id)
    const body = change(version === null ? undefined : toPlain(resourceType, version))
    if (body === null) return version === null ? null : toStoredDocument(resourceType, version)
    const expect =
      version === null
        ? ({ kind: 'absent' } as const)
        : ({ kind: 'version', versionId: version.versionId } as const)
    const written = await parts.engine.write({ type: resourceType, id, body, expect })
    if (written !== null) return toStoredDocument(resourceType, written)
  }
  throw new AppError('transient', 'too-many-writers', `Others are writing ${type}/${id}; try again`)
}

/** With the digits of its numbers, as it will be written again. */
function toPlain(type: ResourceType, version: Version): JsonObject {
  return withoutSecrets(type, parseJson(version.text) as JsonObject)
}
