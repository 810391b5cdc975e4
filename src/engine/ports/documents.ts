/** Resources as plug-ins read and write them: typed by their definitions, without secrets. The host makes it, over the engine. */
import type { JsonObject } from '../../kernel/json.ts'
import type { ResourceDefinition, ResourceOf } from '../../schema/resource-definition.ts'
import type { Store } from './store.ts'

export interface Document<T = JsonObject> {
  readonly type: string
  readonly id: string
  readonly versionId: string
  /** When the resource was made; another one of the same id has another time. */
  readonly createdAt: string
  /** Without secrets: safe to show to policies and callers. */
  readonly resource: T
  /** Hashes of the secrets by dotted path. They never leave the plug-in. */
  readonly secrets: Readonly<Record<string, string>>
}

/** A type by its definition, or by its name alone where the plug-in does not know the definition. */
export type TypeName = Pick<ResourceDefinition, 'type'>
export type ResourceFor<D extends TypeName> = D extends ResourceDefinition ? ResourceOf<D> : JsonObject
export type DocumentOf<D extends TypeName> = Document<ResourceFor<D>>

/** As of a search over HTTP: criteria that must all hold. Values that may have special characters: `escapeSearchValue`. */
export type Query = readonly (readonly [name: string, value: string])[]

/** Reads past the memory. */
export interface DocumentReader {
  /** For what must not be a moment old; null when there is none. */
  read<D extends TypeName>(type: D, id: string): Promise<DocumentOf<D> | null>
  /**
   * All of them, in the order of their ids, however many pages the store makes of them. With `limit` no more than that:
   * for lists whose length others decide.
   */
  all<D extends TypeName>(type: D, where?: Query, limit?: number): Promise<readonly DocumentOf<D>[]>
  /** When a resource of this id was deleted the last time, in milliseconds since 1970; null: never. */
  lastDeletion(type: TypeName, id: string): Promise<number | null>
}

export interface Documents extends DocumentReader {
  /** In memory and fresh; undefined when it has to be read. Costs two look-ups. */
  peek<D extends TypeName>(type: D, id: string): DocumentOf<D> | undefined
  get<D extends TypeName>(type: D, id: string): Promise<DocumentOf<D> | null>
  /** Null: the id is taken. */
  create<D extends TypeName>(
    type: D,
    resource: ResourceFor<D> & { readonly id: string },
  ): Promise<DocumentOf<D> | null>
  /**
   * Reads, changes, writes on the version read, again when somebody was faster. `change` returns null: leave it as it is.
   * Null when there is none. Secrets that the changed document leaves out are kept.
   */
  update<D extends TypeName>(
    type: D,
    id: string,
    change: (current: ResourceFor<D>) => ResourceFor<D> | null,
  ): Promise<DocumentOf<D> | null>
  /** As `update`, but `change` gets undefined where there is none, and makes it. */
  put<D extends TypeName>(
    type: D,
    id: string,
    change: (current: ResourceFor<D> | undefined) => ResourceFor<D>,
  ): Promise<DocumentOf<D>>
  /** False: there was none. */
  remove(type: TypeName, id: string): Promise<boolean>
  /** Reads within a transaction, for rules that run in it. */
  within(store: ReadingStore): DocumentReader
}

export type ReadingStore = Pick<Store, 'read' | 'search' | 'history'>

/** A value of a `Query` that means itself: `,` `|` `$` `\` are escaped (https://hl7.org/fhir/R4/search.html#escaping). */
export function escapeSearchValue(text: string): string {
  return text.replace(/[,|$\\]/g, '\\$&')
}
