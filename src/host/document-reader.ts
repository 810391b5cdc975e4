/** Reads documents from a store, past the memory: the one of the server, or that of a transaction. */
import type { Document, Query, ReadingStore, TypeName } from '../engine/ports/documents.ts'
import type { Position, SearchPlan, Version } from '../engine/ports/store.ts'
import { AppError } from '../kernel/errors.ts'
import type { Registry, ResourceType } from '../schema/registry.ts'
import { toStoredDocument } from './stored-document.ts'

/** The criteria of a search, as `all` looks for them. Throws AppError `invalid` for unknown parameters. */
export type ParseWhere = (
  type: ResourceType,
  query: Query,
) => Omit<SearchPlan, 'type' | 'count' | 'after' | 'withTotal'>

export interface ReaderParts {
  readonly registry: Registry
  readonly parseWhere: ParseWhere
}

/** Resources of a page of a search; the store takes up to 1000. */
const pageSize = 500

export function createReader(parts: ReaderParts, store: ReadingStore) {
  return {
    async read({ type }: TypeName, id: string): Promise<Document | null> {
      const resourceType = typeOf(parts, type)
      const version = await store.read(type, id)
      return version === null ? null : toStoredDocument(resourceType, version)
    },
    async all({ type }: TypeName, where: Query = [], limit = Infinity): Promise<readonly Document[]> {
      const resourceType = typeOf(parts, type)
      const plan = { type, ...parts.parseWhere(resourceType, where), withTotal: false }
      const found: Version[] = []
      let after: Position | undefined
      do {
        const count = Math.min(pageSize, limit - found.length)
        const page = await store.search({ ...plan, count, ...(after && { after }) })
        found.push(...page.versions)
        after = page.hasMore ? page.next : undefined
      } while (after !== undefined && found.length < limit)
      return found.map((version) => toStoredDocument(resourceType, version))
    },
    lastDeletion: ({ type }: TypeName, id: string) => findDeletion(store, type, id),
  }
}

/** Newest first, so that a resource of few versions costs one page. */
async function findDeletion(
  store: Pick<ReadingStore, 'history'>,
  type: string,
  id: string,
  beforeVersionId?: string,
): Promise<number | null> {
  const page = await store.history({ type, id, count: pageSize, ...(beforeVersionId && { beforeVersionId }) })
  const deletion = page.versions.find(({ status }) => status === 'deleted')
  if (deletion !== undefined) return deletion.lastUpdated
  const oldest = page.hasMore ? page.versions.at(-1) : undefined
  return oldest === undefined ? null : findDeletion(store, type, id, oldest.versionId)
}

/** Throws AppError `not-found`. */
export function typeOf({ registry }: Pick<ReaderParts, 'registry'>, name: string): ResourceType {
  const type = registry.get(name)
  if (type === undefined) throw new AppError('not-found', 'type-unknown', `There is no type ${name}`)
  return type
}
